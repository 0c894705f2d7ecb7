package dev.farebox.gateway.exchange;

import dev.farebox.usage.Usage;
import java.util.List;

/** What an upstream's answer said about its own usage. */
public sealed interface UsageReading {
    UsageReading MISSING = new Missing();

    /**
     * Usage that may be charged.
     *
     * @param usage all of it
     * @param rawJson the upstream's own object, for evidence
     * @param iterations empty, or the same by the models that consumed it: each is then priced by
     *     its own model
     */
    record Reported(Usage usage, String rawJson, List<ModelUsage> iterations)
            implements UsageReading {
        public Reported {
            iterations = List.copyOf(iterations);
        }

        public Reported(Usage usage, String rawJson) {
            this(usage, rawJson, List.of());
        }
    }

    /** The answer did not say. An explicit zero is not missing. */
    record Missing() implements UsageReading {}

    /**
     * A claim that must not be charged before a person has looked: {@code claimed} is what could be
     * read of it.
     */
    record Implausible(Usage claimed, String why, String rawJson) implements UsageReading {}
}
