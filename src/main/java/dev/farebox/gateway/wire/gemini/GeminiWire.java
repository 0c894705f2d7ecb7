package dev.farebox.gateway.wire.gemini;

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
import java.util.Set;

/** The Gemini dialect toward clients. */
public final class GeminiWire implements ConversationWire {
    private static final Set<String> FORMS = Set.of("", "json", "sse");

    @Override
    public Scan scan(RequestHead head, byte[] body, ScanLimits limits) {
        if (!FORMS.contains(form(head))) {
            return new Scan.Invalid(
                    "Answers are given as JSON or as events: alt=json or alt=sse.",
                    "alt",
                    "invalid_argument");
        }
        return GeminiScan.scan(head, body, limits);
    }

    @Override
    public Reply error(Surface surface, GatewayProblem problem, String requestId) {
        return GeminiErrors.reply(problem, requestId);
    }

    @Override
    public StreamWriter passing(ClientRequest request, String requestId) {
        return wantsEvents(request.head()) ? new EventPassing() : new ArrayPassing();
    }

    @Override
    public CanonRead read(ClientRequest request) {
        return ConversationReader.read(request);
    }

    @Override
    public AnswerEncoder encoder(ClientRequest request, String requestId, long created) {
        return new GeminiEncoder(request, requestId, wantsEvents(request.head()));
    }

    private static boolean wantsEvents(RequestHead head) {
        return form(head).equals("sse");
    }

    private static String form(RequestHead head) {
        return head.query().getOrDefault("alt", head.query().getOrDefault("$alt", ""));
    }
}
