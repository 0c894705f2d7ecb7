package dev.farebox.gateway.provider.openai;

import dev.farebox.gateway.exchange.AnswerSummary;
import dev.farebox.gateway.exchange.UsageReading;

/**
 * What an upstream's answer, or what came of it, amounts to.
 *
 * @param finishReason of the last choice that finished, empty where none did
 * @param refused whether the provider's safety rules ended it: a filter's finish or a refusal text
 * @param outputBytes text, reasoning and tool arguments received, as UTF-8 after unescaping
 * @param estimatedOutput tokens estimated from what was received
 * @param model the upstream's name of the model, empty where it did not say
 */
public record ChatSummary(
        Ending ending,
        String finishReason,
        boolean refused,
        long outputBytes,
        int toolCalls,
        long estimatedOutput,
        String model,
        UsageReading usage) {
    AnswerSummary inShort() {
        return new AnswerSummary(ending == Ending.COMPLETE, refused, estimatedOutput, usage);
    }

    /** How an answer ended. */
    public enum Ending {
        /** Every choice finished, or the upstream said that it is done. */
        COMPLETE,
        /** It stopped without saying so. */
        CUT,
        /** The upstream reported an error. */
        FAILED,
        /** The upstream sent what cannot be read. */
        GARBAGE
    }
}
