package dev.farebox.gateway;

import dev.farebox.gateway.exchange.AnswerSummary;
import dev.farebox.gateway.exchange.ByteSink;
import dev.farebox.gateway.exchange.GatewayProblem;
import dev.farebox.gateway.exchange.SseEvent;
import dev.farebox.gateway.exchange.Step;
import dev.farebox.gateway.exchange.StreamWriter;
import dev.farebox.gateway.exchange.canon.AnswerDecoder;
import dev.farebox.gateway.exchange.canon.AnswerEncoder;

/** An upstream's stream in the client's dialect, event by event. On one event loop. */
final class TranslatedStream implements StreamWriter {
    private final AnswerDecoder decoder;
    private final AnswerEncoder encoder;

    TranslatedStream(AnswerDecoder decoder, AnswerEncoder encoder) {
        this.decoder = decoder;
        this.encoder = encoder;
    }

    @Override
    public void forward(SseEvent event, Step step, ByteSink out) {
        decoder.event(event, canonical -> encoder.event(canonical, out));
    }

    @Override
    public void finish(AnswerSummary summary, ByteSink out) {
        decoder.end(canonical -> encoder.event(canonical, out));
        encoder.end(out);
    }

    @Override
    public byte[] error(GatewayProblem problem) {
        return encoder.error(problem);
    }

    @Override
    public byte[] keepAlive() {
        return encoder.keepAlive();
    }

    @Override
    public String contentType() {
        return encoder.contentType();
    }
}
