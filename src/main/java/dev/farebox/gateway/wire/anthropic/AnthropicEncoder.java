package dev.farebox.gateway.wire.anthropic;

import dev.farebox.gateway.exchange.ByteSink;
import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.GatewayProblem;
import dev.farebox.gateway.exchange.StreamWriter;
import dev.farebox.gateway.exchange.canon.AnswerEncoder;
import dev.farebox.gateway.exchange.canon.CanonEvent;
import dev.farebox.gateway.exchange.canon.CanonEvent.Metered;
import dev.farebox.gateway.exchange.canon.CanonEvent.Started;
import dev.farebox.gateway.exchange.canon.CanonEvent.Stopped;
import dev.farebox.usage.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes an answer as Anthropic's events, or as one message.
 *
 * <p>The start says 0 tokens, because nothing is known yet; the truth stands in {@code
 * message_delta}, which clients take over it. That event needs the stop reason and the usage, so it
 * waits for the end.
 */
final class AnthropicEncoder implements AnswerEncoder {
    private final ClientRequest request;
    private final String requestId;
    private final ContentWriter content = new ContentWriter();
    private boolean started;
    private @Nullable Stopped stopped;
    private Usage usage = Usage.NONE;

    AnthropicEncoder(ClientRequest request, String requestId) {
        this.request = request;
        this.requestId = requestId;
    }

    private String id() {
        return "msg_" + requestId.replaceFirst("^req_", "");
    }

    @Override
    public void event(CanonEvent event, ByteSink out) {
        start(event instanceof Started(_, String model) ? model : "", out);
        switch (event) {
            case Started _ -> {}
            case Stopped stop -> {
                stopped = stopped == null ? stop : stopped;
                content.end(out);
            }
            case Metered(var reported) -> usage = reported;
            case CanonEvent.TextDelta _,
                    CanonEvent.RefusalDelta _,
                    CanonEvent.ReasoningDelta _,
                    CanonEvent.ReasoningSigned _,
                    CanonEvent.ReasoningRedacted _,
                    CanonEvent.ToolStarted _,
                    CanonEvent.ToolArguments _ -> {
                if (stopped == null) {
                    content.add(event, out);
                }
            }
        }
    }

    private void start(String model, ByteSink out) {
        if (started) {
            return;
        }
        started = true;
        ObjectNode message = AnswerForm.message(id(), model.isEmpty() ? request.model() : model);
        message.putArray("content");
        message.putNull("stop_reason").putNull("stop_sequence");
        message.set("usage", AnswerForm.usage(Usage.NONE));
        ObjectNode event = BlockWriter.event("message_start");
        event.set("message", message);
        BlockWriter.event(event, out);
    }

    @Override
    public void end(ByteSink out) {
        start("", out);
        content.end(out);
        ObjectNode event = BlockWriter.event("message_delta");
        AnswerForm.stop(event.putObject("delta"), stopped, content.called(), content.declined());
        event.set("usage", AnswerForm.usage(usage));
        BlockWriter.event(event, out);
        BlockWriter.event(BlockWriter.event("message_stop"), out);
    }

    @Override
    public byte[] error(GatewayProblem problem) {
        return AnthropicErrors.event(problem, requestId);
    }

    @Override
    public byte[] whole(List<CanonEvent> events) {
        var message = new WholeMessage();
        events.forEach(message::add);
        return message.body(id(), request.model());
    }

    @Override
    public byte[] keepAlive() {
        return PassingMessages.PING.clone();
    }

    @Override
    public String contentType() {
        return StreamWriter.EVENT_STREAM;
    }
}
