package dev.farebox.gateway.exchange.canon;

import dev.farebox.gateway.exchange.SseEvent;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads an upstream's answer into canonical events. One for each answer; not thread-safe. It is
 * given only what a reader of the same dialect has taken for part of the answer, so it may ignore
 * what it does not understand, and never throws for it.
 */
public interface AnswerDecoder {
    /** One event of a stream; valid only during the call. */
    void event(SseEvent event, Consumer<CanonEvent> out);

    /** The stream is over: what was still kept back, Stopped included where it was never said. */
    void end(Consumer<CanonEvent> out);

    /** A whole answer. */
    List<CanonEvent> whole(byte[] body);
}
