package dev.farebox.gateway.wire.gemini;

import dev.farebox.gateway.exchange.AnswerSummary;
import dev.farebox.gateway.exchange.ByteSink;
import dev.farebox.gateway.exchange.GatewayProblem;
import dev.farebox.gateway.exchange.SseEvent;
import dev.farebox.gateway.exchange.Step;
import dev.farebox.gateway.exchange.StreamWriter;

/**
 * Passes a Gemini upstream's events on as they are, without event names.
 *
 * <p>Nothing stands between or behind them: a comment makes older JS SDKs lose the whole stream,
 * and {@code [DONE]} makes all of them throw.
 */
final class EventPassing implements StreamWriter {
    private static final byte[] NOTHING = {};

    @Override
    public void forward(SseEvent event, Step step, ByteSink out) {
        int from = event.unnamedOffset();
        out.write(event.buffer(), from, event.offset() + event.length() - from);
    }

    @Override
    public void finish(AnswerSummary summary, ByteSink out) {}

    @Override
    public byte[] error(GatewayProblem problem) {
        return GeminiErrors.event(problem);
    }

    @Override
    public byte[] keepAlive() {
        return NOTHING;
    }
}
