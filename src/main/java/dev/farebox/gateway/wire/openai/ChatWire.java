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
import dev.farebox.gateway.exchange.canon.AnswerEncoder;
import dev.farebox.gateway.exchange.canon.CanonRead;
import dev.farebox.gateway.exchange.canon.ConversationWire;

/** Chat completions as OpenAI's clients speak them. */
public final class ChatWire implements ConversationWire {
    private static final byte[] KEEP_ALIVE = ": ka\n\n".getBytes(US_ASCII);

    @Override
    public Scan scan(RequestHead head, byte[] body, ScanLimits limits) {
        return ChatScan.scan(head, body, limits);
    }

    @Override
    public Reply error(Surface surface, GatewayProblem problem, String requestId) {
        return ChatErrors.reply(problem, requestId);
    }

    @Override
    public StreamWriter passing(ClientRequest request, String requestId) {
        return new Passing(request.wantsUsage());
    }

    @Override
    public CanonRead read(ClientRequest request) {
        return ChatCanonReader.read(request);
    }

    @Override
    public AnswerEncoder encoder(ClientRequest request, String requestId, long created) {
        return new ChatEncoder(request, requestId, created);
    }

    /** Chat clients want no event names: OpenAI JS 4 yields nothing for a named chunk. */
    private record Passing(boolean wantsUsage) implements StreamWriter {
        @Override
        public void forward(SseEvent event, Step step, ByteSink out) {
            if (step != Step.USAGE_ONLY || wantsUsage) {
                int from = event.unnamedOffset();
                out.write(event.buffer(), from, event.offset() + event.length() - from);
            }
        }

        @Override
        public void finish(AnswerSummary summary, ByteSink out) {
            // The upstream's own [DONE] has ended it.
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
