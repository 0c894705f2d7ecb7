package dev.farebox.gateway.exchange.canon;

import dev.farebox.gateway.exchange.ByteSink;
import dev.farebox.gateway.exchange.GatewayProblem;
import java.util.List;

/** Writes canonical events in a client's dialect. One for each answer; not thread-safe. */
public interface AnswerEncoder {
    void event(CanonEvent event, ByteSink out);

    /** After the last event: whatever ends a stream cleanly. */
    void end(ByteSink out);

    /** What breaks a stream off, in the dialect's words. */
    byte[] error(GatewayProblem problem);

    /** A whole answer's body, from all of its events. */
    byte[] whole(List<CanonEvent> events);

    /** What may be sent while there is nothing to say; empty where no client survives it. */
    byte[] keepAlive();

    /** The media type of the stream. */
    String contentType();
}
