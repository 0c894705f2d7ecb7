package dev.farebox.gateway.provider.openai;

import dev.farebox.gateway.exchange.InputSize;
import dev.farebox.gateway.exchange.SseEvent;
import dev.farebox.gateway.exchange.TokenFactors;
import dev.farebox.gateway.exchange.UsageReading;

/** Reads the events of one upstream chat stream in order. Not thread-safe. */
public final class ChatStreamReader {
    private final int choices;
    private final InputSize input;
    private final TokenFactors factors;
    private long outputBytes;

    public ChatStreamReader(int choices, InputSize input, TokenFactors factors) {
        this.choices = choices;
        this.input = input;
        this.factors = factors;
    }

    /** Classifies the next event. */
    public ChatEvent read(SseEvent event) {
        outputBytes += event.length();
        return new ChatEvent.Noise();
    }

    /** Whether everything from here on (the last event read included) must be held back. */
    public boolean holdsBack() {
        return input.messages() < choices;
    }

    /** Tokens estimated from everything received so far; never falls. */
    public long estimatedOutput() {
        return factors.output(outputBytes, 0);
    }

    /** What was read so far comes to; call at the end or when breaking off. */
    public ChatSummary summary() {
        return new ChatSummary(
                ChatSummary.Ending.CUT,
                "",
                false,
                outputBytes,
                0,
                estimatedOutput(),
                "",
                UsageReading.MISSING);
    }
}
