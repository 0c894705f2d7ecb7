package dev.farebox.gateway.exchange.canon;

import dev.farebox.usage.Usage;
import org.jspecify.annotations.Nullable;

/**
 * One step of an answer. In order: one Started; then content in any order, deltas of one kind after
 * the other, arguments only of tools that have started; then one Stopped; then at most one Metered.
 */
public sealed interface CanonEvent {
    /** {@code id} and {@code model} as the upstream says, empty where it does not. */
    record Started(String id, String model) implements CanonEvent {}

    record TextDelta(String text) implements CanonEvent {}

    /** Words with which the model declines. */
    record RefusalDelta(String text) implements CanonEvent {}

    /** A new readable piece of thinking, or more of it. {@code origin}: the provider kind. */
    record ReasoningDelta(String origin, String text) implements CanonEvent {}

    /** Closes the piece of thinking before it, which may have been empty. */
    record ReasoningSigned(String origin, String signature) implements CanonEvent {}

    /** Thinking that only its provider can read. */
    record ReasoningRedacted(String origin, String data) implements CanonEvent {}

    /**
     * @param index counts the calls of this answer from 0
     * @param id never empty
     * @param signature what the provider needs back with the call
     */
    record ToolStarted(int index, String id, String name, @Nullable String signature)
            implements CanonEvent {}

    /** A piece of the JSON text of the arguments; pieces of several calls may alternate. */
    record ToolArguments(int index, String fragment) implements CanonEvent {}

    /** {@code stopText} is the client's text that came up, null where that is not known. */
    record Stopped(StopReason reason, @Nullable String stopText) implements CanonEvent {}

    /** The final usage, as reported. */
    record Metered(Usage usage) implements CanonEvent {}
}
