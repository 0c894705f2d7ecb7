package dev.farebox.gateway.wire.responses;

/** An item of the answer that is being written. */
sealed interface Item permits MessageItem, ReasoningItem, CallItem {
    /** Writes what ends it. */
    void close();
}
