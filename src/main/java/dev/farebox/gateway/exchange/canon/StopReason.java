package dev.farebox.gateway.exchange.canon;

/** Why a model stopped. */
public enum StopReason {
    /** It had said everything. */
    STOP,
    /** One of the client's stop texts came up. */
    STOP_TEXT,
    /** The output limit, or the model's context, was reached. */
    LENGTH,
    /** It waits for tool results. */
    TOOL_CALLS,
    /** It, or its provider's safety rules, declined. */
    REFUSED,
    /** A long turn was paused and may be continued by asking again (Anthropic). */
    PAUSED
}
