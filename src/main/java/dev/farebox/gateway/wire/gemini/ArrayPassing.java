package dev.farebox.gateway.wire.gemini;

import dev.farebox.gateway.exchange.AnswerSummary;
import dev.farebox.gateway.exchange.ByteSink;
import dev.farebox.gateway.exchange.GatewayProblem;
import dev.farebox.gateway.exchange.SseEvent;
import dev.farebox.gateway.exchange.Step;
import dev.farebox.gateway.exchange.StreamWriter;

/** Passes a Gemini upstream's events on to a client that wants them as one JSON array. */
final class ArrayPassing implements StreamWriter {
    private static final byte[] NOTHING = {};

    private final ArrayPieces pieces = new ArrayPieces();

    @Override
    public void forward(SseEvent event, Step step, ByteSink out) {
        pieces.piece(event.buffer(), event.dataOffset(), event.dataLength(), out);
    }

    @Override
    public void finish(AnswerSummary summary, ByteSink out) {
        pieces.close(out);
    }

    @Override
    public byte[] error(GatewayProblem problem) {
        return pieces.error(problem);
    }

    @Override
    public byte[] keepAlive() {
        return NOTHING;
    }

    @Override
    public String contentType() {
        return ArrayPieces.CONTENT_TYPE;
    }
}
