package dev.farebox.gateway.exchange;

/**
 * What an upstream's answer, or what came of it, amounts to.
 *
 * @param complete whether nothing is missing
 * @param refused whether the provider's safety rules ended it
 * @param estimatedOutput tokens estimated from what was received
 * @param usage what the upstream said about it; while a stream runs, what it said so far
 */
public record AnswerSummary(
        boolean complete, boolean refused, long estimatedOutput, UsageReading usage) {}
