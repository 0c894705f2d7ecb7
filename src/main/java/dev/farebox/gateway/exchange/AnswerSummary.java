package dev.farebox.gateway.exchange;

import java.util.List;

/**
 * What an upstream's answer, or what came of it, amounts to.
 *
 * @param complete whether nothing is missing
 * @param refused whether the provider's safety rules ended it
 * @param estimatedOutput tokens estimated from what was received
 * @param usage what the upstream said about it; while a stream runs, what it said so far
 * @param stored what the upstream keeps of it, for a client that comes back; empty while it is not
 *     complete
 */
public record AnswerSummary(
        boolean complete,
        boolean refused,
        long estimatedOutput,
        UsageReading usage,
        List<StoredId> stored) {
    public AnswerSummary {
        stored = List.copyOf(stored);
    }

    /** Of an answer of which nothing is kept. */
    public AnswerSummary(
            boolean complete, boolean refused, long estimatedOutput, UsageReading usage) {
        this(complete, refused, estimatedOutput, usage, List.of());
    }
}
