package dev.farebox.gateway.provider.gemini;

import dev.farebox.gateway.exchange.AnswerSummary;
import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.SseEvent;
import dev.farebox.gateway.exchange.Step;
import dev.farebox.gateway.exchange.StreamReader;
import dev.farebox.gateway.exchange.TokenFactors;

/**
 * Reads the events of one upstream's stream in order.
 *
 * <p><b>Terminal</b> is the chunk with which the last of the candidates asked for has its {@code
 * finishReason}, or the one that says that the prompt was blocked. This dialect has no mark of the
 * end: a stream that ends behind its terminal chunk is complete, and until then more may follow,
 * usage above all, of which the last report counts.
 */
final class GeminiStreamReader implements StreamReader {
    private static final int LONGEST_DONE = 16;

    private final ClientRequest request;
    private final TokenFactors factors;
    private final Chunk chunk = new Chunk();
    private boolean terminal;
    private boolean broken;

    GeminiStreamReader(ClientRequest request, TokenFactors factors) {
        this.request = request;
        this.factors = factors;
    }

    @Override
    public Step read(SseEvent event) {
        if (!event.hasData() || broken || isDone(event)) {
            return Step.NOISE;
        }
        String why = chunk.read(event.buffer(), event.dataOffset(), event.dataLength());
        if (why != null || chunk.fault != null) {
            broken = true;
            terminal = false;
            return why != null ? Step.GARBAGE : Step.FAILED;
        }
        terminal |= chunk.blocked || chunk.finished.cardinality() >= request.choices();
        return chunk.isAnswer ? Step.FORWARD : Step.NOISE;
    }

    /** What imitations of other dialects put at the end; this dialect's clients throw at it. */
    private static boolean isDone(SseEvent event) {
        return event.dataLength() <= LONGEST_DONE && event.data().strip().equals("[DONE]");
    }

    @Override
    public boolean holdsBack() {
        return terminal;
    }

    @Override
    public long estimatedOutput() {
        return Answers.estimatedOutput(chunk.content, factors);
    }

    @Override
    public AnswerSummary summary() {
        return Answers.summary(chunk, terminal, request, factors);
    }
}
