package dev.farebox.gateway.route;

import dev.farebox.problem.InputText;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * When a channel is used, and how much. Budgets hold on each node by itself.
 *
 * @param priority the lower number first; a higher one only while no lower one can be used
 * @param weight its share of the calls among channels of the same priority
 * @param parallel the most calls at a time
 * @param perMinute the most calls in any minute
 * @param probeInterval how often the upstream is asked whether it is well; empty for never
 * @param onAbort where this provider differs from what is usual for its kind
 */
public record ChannelTerms(
        int priority,
        int weight,
        OptionalInt parallel,
        OptionalInt perMinute,
        Optional<Duration> probeInterval,
        Optional<OnAbort> onAbort) {
    public static final int MOST_PRIORITY = 1_000;
    public static final int MOST_WEIGHT = 1_000;
    public static final int MOST_PARALLEL = 100_000;
    public static final int MOST_PER_MINUTE = 1_000_000;
    public static final Duration SHORTEST_PROBE = Duration.ofSeconds(5);
    public static final Duration LONGEST_PROBE = Duration.ofDays(1);

    /** First priority, weight 1, no budgets, no probes. */
    public static final ChannelTerms ORDINARY = ofWeight(1);

    public ChannelTerms {
        check("priority", priority, 0, MOST_PRIORITY);
        check("weight", weight, 1, MOST_WEIGHT);
        parallel.ifPresent(value -> check("parallel", value, 1, MOST_PARALLEL));
        perMinute.ifPresent(value -> check("per_minute", value, 1, MOST_PER_MINUTE));
        probeInterval.ifPresent(ChannelTerms::checkProbe);
    }

    public static ChannelTerms ofWeight(int weight) {
        return new ChannelTerms(
                0,
                weight,
                OptionalInt.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public ChannelTerms withPriority(int other) {
        return new ChannelTerms(other, weight, parallel, perMinute, probeInterval, onAbort);
    }

    public ChannelTerms withWeight(int other) {
        return new ChannelTerms(priority, other, parallel, perMinute, probeInterval, onAbort);
    }

    public ChannelTerms withParallel(OptionalInt other) {
        return new ChannelTerms(priority, weight, other, perMinute, probeInterval, onAbort);
    }

    public ChannelTerms withPerMinute(OptionalInt other) {
        return new ChannelTerms(priority, weight, parallel, other, probeInterval, onAbort);
    }

    public ChannelTerms withProbeInterval(Optional<Duration> other) {
        return new ChannelTerms(priority, weight, parallel, perMinute, other, onAbort);
    }

    public ChannelTerms withOnAbort(Optional<OnAbort> other) {
        return new ChannelTerms(priority, weight, parallel, perMinute, probeInterval, other);
    }

    private static void check(String field, int value, int least, int most) {
        if (value < least || value > most) {
            throw InputText.refusal(field, "must be from %d to %d".formatted(least, most));
        }
    }

    private static void checkProbe(Duration interval) {
        if (interval.compareTo(SHORTEST_PROBE) < 0 || interval.compareTo(LONGEST_PROBE) > 0) {
            throw InputText.refusal("probe_interval", "must be from 5 s to 24 h");
        }
    }
}
