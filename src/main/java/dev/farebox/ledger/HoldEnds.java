package dev.farebox.ledger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends holds through the queue, a page at a time, and counts. What fails is left for later. */
final class HoldEnds {
    /** How long a page may take. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(HoldEnds.class);

    private final Function<OpenHold, UsageLine> rule;
    private int ended;

    HoldEnds(Function<OpenHold, UsageLine> rule) {
        this.rule = rule;
    }

    int ended() {
        return ended;
    }

    void each(
            List<OpenHold> holds,
            BiFunction<OpenHold, UsageLine, CompletableFuture<EndHoldOutcome>> end) {
        var answers = new ArrayList<CompletableFuture<EndHoldOutcome>>(holds.size());
        for (OpenHold hold : holds) {
            answers.add(end.apply(hold, rule.apply(hold)));
        }
        for (int i = 0; i < holds.size(); i++) {
            count(holds.get(i), answers.get(i));
        }
    }

    private void count(OpenHold hold, CompletableFuture<EndHoldOutcome> answer) {
        try {
            EndHoldOutcome outcome =
                    answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
            if (outcome instanceof EndHoldOutcome.Ended) {
                ended++;
            } else {
                LOG.info("ledger.hold_left hold={} outcome={}", hold.hold(), outcome);
            }
        } catch (CompletionException e) {
            LOG.warn("ledger.hold_not_ended hold={}", hold.hold(), e.getCause());
        }
    }
}
