package dev.farebox.gateway.wire.responses;

import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.GatewayProblem;
import dev.farebox.gateway.exchange.Reply;
import dev.farebox.gateway.exchange.RequestHead;
import dev.farebox.gateway.exchange.Scan;
import dev.farebox.gateway.exchange.ScanLimits;
import dev.farebox.gateway.exchange.StreamWriter;
import dev.farebox.gateway.exchange.Surface;
import dev.farebox.gateway.exchange.canon.AnswerEncoder;
import dev.farebox.gateway.exchange.canon.CanonRead;
import dev.farebox.gateway.exchange.canon.ConversationWire;
import java.util.Locale;

/**
 * Responses, counts of their tokens, and compactions, as OpenAI's clients and Codex ask for them.
 */
public final class ResponsesWire implements ConversationWire {
    @Override
    public Scan scan(RequestHead head, byte[] body, ScanLimits limits) {
        return ResponsesScan.scan(head, body, limits);
    }

    @Override
    public Reply error(Surface surface, GatewayProblem problem, String requestId) {
        return ResponsesErrors.reply(problem, requestId, false);
    }

    @Override
    public Reply error(RequestHead head, GatewayProblem problem, String requestId) {
        return ResponsesErrors.reply(problem, requestId, isCodex(head));
    }

    @Override
    public StreamWriter passing(ClientRequest request, String requestId) {
        return new Passing(request.model(), requestId);
    }

    @Override
    public CanonRead read(ClientRequest request) {
        return RequestReader.read(request);
    }

    @Override
    public AnswerEncoder encoder(ClientRequest request, String requestId, long created) {
        return new ResponsesEncoder(request, requestId, created);
    }

    private static boolean isCodex(RequestHead head) {
        return head.header("originator").toLowerCase(Locale.ROOT).startsWith("codex")
                || head.header("user-agent").toLowerCase(Locale.ROOT).startsWith("codex");
    }
}
