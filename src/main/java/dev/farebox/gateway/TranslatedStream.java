package dev.farebox.gateway;

import dev.farebox.gateway.exchange.AnswerSummary;
import dev.farebox.gateway.exchange.ByteSink;
import dev.farebox.gateway.exchange.GatewayProblem;
import dev.farebox.gateway.exchange.SseEvent;
import dev.farebox.gateway.exchange.Step;
import dev.farebox.gateway.exchange.StreamWriter;
import dev.farebox.gateway.exchange.canon.AnswerDecoder;
import dev.farebox.gateway.exchange.canon.AnswerEncoder;
import dev.farebox.gateway.exchange.canon.CanonEvent;
import java.util.function.Consumer;

/** An upstream's stream in the client's dialect, event by event. On one event loop. */
final class TranslatedStream implements StreamWriter {
    private final AnswerDecoder decoder;
    private final AnswerEncoder encoder;
    private final Consumer<CanonEvent> noted;

    TranslatedStream(AnswerDecoder decoder, AnswerEncoder encoder, Consumer<CanonEvent> noted) {
        this.decoder = decoder;
        this.encoder = encoder;
        this.noted = noted;
    }

    @Override
    public void forward(SseEvent event, Step step, ByteSink out) {
        decoder.event(event, canonical -> write(canonical, out));
    }

    private void write(CanonEvent canonical, ByteSink out) {
        noted.accept(canonical);
        encoder.event(canonical, out);
    }

    @Override
    public void finish(AnswerSummary summary, ByteSink out) {
        decoder.end(canonical -> write(canonical, out));
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
