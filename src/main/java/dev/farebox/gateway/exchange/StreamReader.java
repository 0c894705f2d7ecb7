package dev.farebox.gateway.exchange;

/**
 * Reads the events of one upstream's stream in order, for what they mean and what they cost. One
 * for each stream; used on one event loop.
 */
public interface StreamReader {
    /** Never throws for what an upstream sent. The event is valid only during the call. */
    Step read(SseEvent event);

    /**
     * True from the first event on after which an SDK would report success (that event included):
     * everything is then held back until the charge is durable.
     */
    boolean holdsBack();

    /** Tokens estimated from all output received so far; never falls. */
    long estimatedOutput();

    /** What was read so far comes to; also in the middle of a stream. */
    AnswerSummary summary();
}
