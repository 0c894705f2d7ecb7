package dev.farebox.gateway.provider.openai;

import dev.farebox.gateway.exchange.InputSize;
import dev.farebox.gateway.exchange.TokenFactors;
import dev.farebox.gateway.exchange.UsageBounds;
import dev.farebox.gateway.provider.openai.ChatSummary.Ending;

/** Reads a whole chat completion. */
public final class ChatBodyReader {
    private ChatBodyReader() {}

    /**
     * Never throws for what an upstream sent. An answer without choices is garbage: no SDK takes it
     * for one.
     */
    public static ChatBody read(byte[] body, int choices, InputSize input, TokenFactors factors) {
        var answer = new Chunk();
        String broken = answer.read(body, 0, body.length);
        if (broken != null) {
            return new ChatBody.Garbage(broken);
        }
        if (answer.fault != null) {
            return new ChatBody.Failed(answer.fault);
        }
        if (answer.choices == 0) {
            return new ChatBody.Garbage("no choices");
        }
        ContentMeter meter = answer.content;
        long bytes = (long) meter.text + meter.reasoning + meter.tool;
        return new ChatBody.Answer(
                ChatStreamReader.summary(
                        answer,
                        Ending.COMPLETE,
                        bytes,
                        factors,
                        UsageBounds.of(input, choices, bytes)));
    }
}
