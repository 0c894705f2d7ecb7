package dev.farebox.gateway.wire.openai;

import dev.farebox.gateway.exchange.canon.StopReason;

/** The finish reasons of the chat dialect. */
final class ChatFinish {
    private ChatFinish() {}

    /**
     * Some dialects (Gemini) have no reason of their own for calls: having made some is one. A
     * paused turn has no counterpart here.
     */
    static String of(StopReason reason, boolean calls) {
        return switch (reason) {
            case STOP, PAUSED -> calls ? "tool_calls" : "stop";
            case STOP_TEXT -> "stop";
            case LENGTH -> "length";
            case TOOL_CALLS -> "tool_calls";
            case REFUSED -> "content_filter";
        };
    }
}
