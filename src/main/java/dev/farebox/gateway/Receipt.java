package dev.farebox.gateway;

import dev.farebox.gateway.exchange.FailureClass;
import dev.farebox.gateway.exchange.Surface;
import dev.farebox.gateway.exchange.UsageReading;
import dev.farebox.ledger.UsageLine;
import dev.farebox.pricing.Portion;
import dev.farebox.pricing.Rating;
import dev.farebox.usage.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * What is noted of one exchange while it runs, for its usage line and its log line. Never any
 * content.
 */
final class Receipt {
    private final Admitted admitted;
    private final Instant admittedAt;
    private final long began = System.nanoTime();
    private final List<Attempt> attempts = new ArrayList<>();
    private final Set<String> flags = new LinkedHashSet<>();
    private long heldMillis;
    private long headMillis;
    private @Nullable Leg leg;

    Receipt(Admitted admitted, Instant admittedAt) {
        this.admitted = admitted;
        this.admittedAt = admittedAt;
    }

    void held() {
        heldMillis = millis();
    }

    List<Attempt> attempts() {
        return attempts;
    }

    void answeredBy(Leg answering) {
        leg = answering;
        headMillis = millis();
    }

    /** The surface of the upstream that answered, where it is not the client's own. */
    Optional<Surface> servedAs() {
        return leg == null || leg.surface() == admitted.request().surface()
                ? Optional.empty()
                : Optional.of(leg.surface());
    }

    void flag(String flag) {
        flags.add(flag);
    }

    /**
     * The usage line: rated by the tariff of admission. What was consumed is rated for the
     * operator's cost, what is charged for the customer's price.
     */
    UsageLine line(Reckoning reckoning, Ending ending) {
        List<Portion> portions = Portions.of(ending.received().usage(), admitted, leg);
        boolean whole = reckoning.charged().equals(reckoning.consumed());
        Rating consumed = rated(portions, reckoning.consumed());
        Rating charged = whole ? consumed : rated(portions, reckoning.charged());
        long cost = consumed.cost();
        flagUsage(ending.received().usage(), reckoning);
        return new UsageLine(
                admitted.key().id(),
                admitted.request().model(),
                channelName(),
                reckoning.outcome(),
                charged.charge(),
                charged.priceBook(),
                reckoning.consumed(),
                cost,
                UsageDetail.json(this, reckoning, ending, charged, cost));
    }

    /** By the models that consumed it where several did. */
    private Rating rated(List<Portion> portions, Usage usage) {
        return portions.isEmpty() || usage.isEmpty()
                ? admitted.tariff().rate(usage)
                : admitted.tariff().rate(portions);
    }

    private void flagUsage(UsageReading usage, Reckoning reckoning) {
        switch (usage) {
            case UsageReading.Reported _ -> {}
            case UsageReading.Missing _ -> {
                if (!reckoning.consumed().isEmpty()) {
                    flag("estimated");
                }
            }
            case UsageReading.Implausible _ -> flag("quarantined");
        }
    }

    /** One line for the decision; a second one where an operator must look. */
    void log(Logger log, String requestId, Reckoning reckoning, long charged) {
        log.info(
                "exchange.settled req={} key={} model={} channel={} outcome={} in={} out={}"
                        + " charge={} attempts={} ms={} flags={}",
                requestId,
                admitted.key().prefix(),
                admitted.request().model(),
                channelName(),
                reckoning.outcome(),
                reckoning.consumed().inputTokens(),
                reckoning.consumed().outputTokens(),
                charged,
                attempts.size(),
                millis(),
                flags);
        if (flags.contains("quarantined")) {
            log.warn(
                    "usage.quarantined req={} model={} channel={}: charged by our own count;"
                            + " the claim is on the receipt",
                    requestId,
                    admitted.request().model(),
                    channelName());
        }
        if (reckoning.failure().filter(FailureClass.PLATFORM_FAULT::equals).isPresent()) {
            log.error("exchange.platform_fault req={}", requestId);
        }
    }

    Admitted admitted() {
        return admitted;
    }

    Instant admittedAt() {
        return admittedAt;
    }

    Set<String> flags() {
        return flags;
    }

    long heldMillis() {
        return heldMillis;
    }

    long headMillis() {
        return headMillis;
    }

    long millis() {
        return (System.nanoTime() - began) / 1_000_000;
    }

    String channelName() {
        return leg == null ? "" : leg.channel().name();
    }
}
