package dev.farebox.gateway.wire.openai;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.farebox.gateway.exchange.AnswerSummary;
import dev.farebox.gateway.exchange.ByteSink;
import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.GatewayProblem;
import dev.farebox.gateway.exchange.Reply;
import dev.farebox.gateway.exchange.RequestHead;
import dev.farebox.gateway.exchange.Scan;
import dev.farebox.gateway.exchange.ScanLimits;
import dev.farebox.gateway.exchange.SseEvent;
import dev.farebox.gateway.exchange.Step;
import dev.farebox.gateway.exchange.StreamWriter;
import dev.farebox.gateway.exchange.Surface;
import dev.farebox.gateway.exchange.Wire;
import java.util.Set;

/**
 * OpenAI's small surfaces, which are passed through and never translated: completions, embeddings,
 * moderations, images, speech, transcriptions and translations. What is foreseen of each is said at
 * {@link MediaFacts}.
 */
public final class MediaWire implements Wire {
    public static final Set<Surface> SURFACES =
            Set.of(
                    Surface.COMPLETIONS,
                    Surface.EMBEDDINGS,
                    Surface.MODERATIONS,
                    Surface.IMAGE_GENERATIONS,
                    Surface.IMAGE_EDITS,
                    Surface.SPEECH,
                    Surface.TRANSCRIPTIONS,
                    Surface.TRANSLATIONS);

    private static final byte[] KEEP_ALIVE = ": ka\n\n".getBytes(US_ASCII);

    /** Surfaces whose bodies are, or may be, forms. */
    private static final Set<Surface> FORMS =
            Set.of(Surface.IMAGE_EDITS, Surface.TRANSCRIPTIONS, Surface.TRANSLATIONS);

    @Override
    public Scan scan(RequestHead head, byte[] body, ScanLimits limits) {
        String contentType = head.header("content-type");
        boolean form = FormScan.isForm(contentType);
        if (form && FORMS.contains(head.surface())) {
            return FormScan.scan(head, body, contentType, limits);
        }
        if (form || (FORMS.contains(head.surface()) && head.surface() != Surface.IMAGE_EDITS)) {
            String expected = form ? ClientRequest.JSON : "multipart/form-data";
            return new Scan.Invalid(
                    "Send the body as " + expected + ".", null, "unsupported_media_type");
        }
        return MediaScan.scan(head, body, limits);
    }

    @Override
    public Reply error(Surface surface, GatewayProblem problem, String requestId) {
        return ChatErrors.reply(problem, requestId);
    }

    @Override
    public StreamWriter passing(ClientRequest request, String requestId) {
        return new Passing(request.surface() == Surface.COMPLETIONS, request.wantsUsage());
    }

    /**
     * Completions are streamed as chats are, without event names; all others with the names that
     * the upstream gave them.
     */
    private record Passing(boolean unnamed, boolean wantsUsage) implements StreamWriter {
        @Override
        public void forward(SseEvent event, Step step, ByteSink out) {
            if (step != Step.USAGE_ONLY || wantsUsage) {
                int from = unnamed ? event.unnamedOffset() : event.offset();
                out.write(event.buffer(), from, event.offset() + event.length() - from);
            }
        }

        @Override
        public void finish(AnswerSummary summary, ByteSink out) {
            // The upstream's own last event has ended it.
        }

        @Override
        public byte[] error(GatewayProblem problem) {
            return ChatErrors.event(problem);
        }

        @Override
        public byte[] keepAlive() {
            return KEEP_ALIVE;
        }
    }
}
