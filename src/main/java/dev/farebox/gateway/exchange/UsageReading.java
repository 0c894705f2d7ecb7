package dev.farebox.gateway.exchange;

import dev.farebox.usage.Usage;

/** What an upstream's answer said about its own usage. */
public sealed interface UsageReading {
    UsageReading MISSING = new Missing();

    /** Usage that may be charged. {@code rawJson} is the upstream's own object, for evidence. */
    record Reported(Usage usage, String rawJson) implements UsageReading {}

    /** The answer did not say. An explicit zero is not missing. */
    record Missing() implements UsageReading {}

    /**
     * A claim that must not be charged before a person has looked: {@code claimed} is what could be
     * read of it.
     */
    record Implausible(Usage claimed, String why, String rawJson) implements UsageReading {}
}
