package dev.farebox.gateway.wire.anthropic;

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

/** Clients of {@link Surface#MESSAGES} and {@link Surface#COUNT_TOKENS}. */
public final class AnthropicWire implements ConversationWire {
    @Override
    public Scan scan(RequestHead head, byte[] body, ScanLimits limits) {
        return MessagesScan.scan(head, body, limits);
    }

    @Override
    public Reply error(Surface surface, GatewayProblem problem, String requestId) {
        return AnthropicErrors.reply(problem, requestId);
    }

    @Override
    public StreamWriter passing(ClientRequest request, String requestId) {
        return new PassingMessages(requestId);
    }

    @Override
    public CanonRead read(ClientRequest request) {
        return MessagesRead.read(request);
    }

    @Override
    public AnswerEncoder encoder(ClientRequest request, String requestId, long created) {
        return new AnthropicEncoder(request, requestId);
    }
}
