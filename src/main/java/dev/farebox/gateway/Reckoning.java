package dev.farebox.gateway;

import dev.farebox.config.ChargeRule;
import dev.farebox.gateway.exchange.FailureClass;
import dev.farebox.gateway.exchange.UsageReading;
import dev.farebox.usage.Dimension;
import dev.farebox.usage.Usage;
import java.util.Optional;

/**
 * What an exchange consumed, what of it is charged, and why: the usage accounting rules applied.
 * Pure.
 *
 * <p>NOTHING is nothing. DELIVERED is what the provider delivered to us: the usage it reported,
 * else our count of input and output received, and nothing while no answer had begun. EVERYTHING is
 * what the provider counted: the same, but the input is charged also when no answer had begun.
 *
 * @param consumed what it used, charged or not
 * @param charged what the customer pays for
 * @param failure empty for a complete answer with usage that may be charged
 * @param rule empty likewise: it is charged exactly
 */
record Reckoning(
        Usage consumed, Usage charged, Optional<FailureClass> failure, Optional<ChargeRule> rule) {
    static final String COMPLETED = "completed";

    static Reckoning of(Ending ending, Foreseen foreseen, UsageRules rules) {
        Received received = ending.received();
        Usage delivered = delivered(received, foreseen);
        Optional<FailureClass> failure = failure(ending);
        if (failure.isEmpty()) {
            return new Reckoning(delivered, delivered, failure, Optional.empty());
        }
        ChargeRule rule = rules.of(failure.get());
        Usage charged =
                switch (rule) {
                    case NOTHING -> Usage.NONE;
                    case DELIVERED -> delivered;
                    case EVERYTHING -> counted(received, foreseen);
                };
        return new Reckoning(delivered, charged, failure, Optional.of(rule));
    }

    /** The stable word of the usage line. */
    String outcome() {
        return failure.map(FailureClass::word).orElse(COMPLETED);
    }

    private static Optional<FailureClass> failure(Ending ending) {
        return switch (ending) {
            case Ending.Failed failed -> Optional.of(failed.why());
            case Ending.Completed(Received received, boolean refusal) -> {
                if (refusal) {
                    yield Optional.of(FailureClass.CONTENT_REFUSAL);
                }
                yield received.usage() instanceof UsageReading.Reported
                        ? Optional.empty()
                        : Optional.of(FailureClass.USAGE_MISSING);
            }
        };
    }

    private static Usage delivered(Received received, Foreseen foreseen) {
        boolean reported = received.usage() instanceof UsageReading.Reported;
        return reported || received.begun() ? counted(received, foreseen) : Usage.NONE;
    }

    private static Usage counted(Received received, Foreseen foreseen) {
        return switch (received.usage()) {
            case UsageReading.Reported(Usage usage, _, _) -> asOneRequest(usage);
            case UsageReading.Missing _, UsageReading.Implausible _ ->
                    foreseen.with(received.outputTokens());
        };
    }

    /** No provider reports that it was one request; a price book may have a fee for it. */
    private static Usage asOneRequest(Usage usage) {
        var builder = Usage.builder().tier(usage.tier()).basis(usage.basis());
        usage.nonZero().forEach(builder::set);
        return builder.set(Dimension.REQUEST, 1).build();
    }
}
