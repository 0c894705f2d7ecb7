package dev.farebox.gateway.exchange;

/**
 * Writes one client's stream from an upstream's events. One for each stream; used on one event
 * loop. It never writes an event after which an SDK reports success before the reader of the
 * upstream's stream holds back.
 */
public interface StreamWriter {
    String EVENT_STREAM = "text/event-stream; charset=utf-8";

    /** The event is valid only during the call; {@code step} is what its reader took it for. */
    void forward(SseEvent event, Step step, ByteSink out);

    /** The upstream is done and the charge known: writes what is still owed to the client. */
    void finish(AnswerSummary summary, ByteSink out);

    /**
     * The event or events that say why the stream breaks off; the connection is then closed without
     * a clean end.
     */
    byte[] error(GatewayProblem problem);

    /** What may be sent while there is nothing to say; empty where no client survives it. */
    byte[] keepAlive();

    /** The media type of the stream. */
    default String contentType() {
        return EVENT_STREAM;
    }
}
