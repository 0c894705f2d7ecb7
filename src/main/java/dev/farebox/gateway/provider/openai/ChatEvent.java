package dev.farebox.gateway.provider.openai;

import dev.farebox.gateway.exchange.UpstreamFault;

/** What one event of an upstream's chat stream is. Counts are bytes of UTF-8 after unescaping. */
public sealed interface ChatEvent {
    /** A chunk that carries no part of the answer: the role, filter results, a heartbeat chunk. */
    record Opening() implements ChatEvent {}

    /** Part of the answer. */
    record Delta(int textBytes, int reasoningBytes, int toolBytes) implements ChatEvent {}

    /**
     * The chunk with which the last choice that was asked for finished: from here on everything is
     * held back until the charge is durable. It may carry the last part of the answer.
     */
    record Terminal(String finishReason, Delta delta) implements ChatEvent {}

    /** Usage and no choices: not for a client that did not ask for it. */
    record UsageOnly() implements ChatEvent {}

    /** {@code [DONE]}; where no terminal event came before, it is the terminal event. */
    record Done() implements ChatEvent {}

    /** The upstream says that it failed; never forwarded. */
    record Failed(UpstreamFault fault) implements ChatEvent {}

    /** Comments, empty data, foreign heartbeats, anything after {@code [DONE]}: not forwarded. */
    record Noise() implements ChatEvent {}

    /** Not JSON, or JSON that cannot be a chunk: the upstream is broken. */
    record Garbage(String why) implements ChatEvent {}
}
