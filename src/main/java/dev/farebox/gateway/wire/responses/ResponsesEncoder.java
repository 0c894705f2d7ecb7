package dev.farebox.gateway.wire.responses;

import dev.farebox.gateway.exchange.ByteSink;
import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.GatewayProblem;
import dev.farebox.gateway.exchange.StreamWriter;
import dev.farebox.gateway.exchange.canon.AnswerEncoder;
import dev.farebox.gateway.exchange.canon.CanonEvent;
import dev.farebox.gateway.exchange.canon.StopReason;
import dev.farebox.json.JsonTree;
import dev.farebox.usage.Usage;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes an answer as the whole sequence of a response's events. Messages and thinking follow each
 * other; calls of tools stay open beside them until the model stops, because pieces of several
 * calls may alternate.
 */
final class ResponsesEncoder implements AnswerEncoder {
    private final ResponseObject response;
    private final DeclaredTools tools;
    private final EventWriter events;
    private final TreeMap<Integer, CallItem> calls = new TreeMap<>();
    private @Nullable Item current;
    private @Nullable Usage usage;
    private StopReason reason = StopReason.STOP;
    private boolean begun;
    private boolean declined;

    ResponsesEncoder(ClientRequest request, String requestId, long created) {
        JsonNode asked = Tree.read(request.body());
        String id = Passing.responseId(requestId);
        this.tools = DeclaredTools.of(asked, new Objections());
        this.events = new EventWriter(id.substring("resp_".length()));
        this.response = new ResponseObject(id, request.model(), created, asked, tools.inEffect());
    }

    @Override
    public void event(CanonEvent event, ByteSink out) {
        events.to(out);
        take(event);
    }

    @Override
    public void end(ByteSink out) {
        events.to(out);
        begin();
        close();
        String type = "response." + status();
        ObjectNode last = events.event(type);
        last.set("response", whole());
        events.send(last);
    }

    @Override
    public byte[] error(GatewayProblem problem) {
        return new StreamFailure(
                        events.sequence(), response.id(), response.model(), response.created())
                .events(problem);
    }

    @Override
    public byte[] whole(List<CanonEvent> all) {
        events.to(null);
        all.forEach(this::take);
        close();
        return JsonTree.bytes(whole());
    }

    @Override
    public byte[] keepAlive() {
        return Passing.KEEP_ALIVE;
    }

    @Override
    public String contentType() {
        return StreamWriter.EVENT_STREAM;
    }

    private void take(CanonEvent event) {
        begin();
        switch (event) {
            case CanonEvent.Started _ -> {}
            case CanonEvent.TextDelta(var text) -> message().text(text);
            case CanonEvent.RefusalDelta(var text) -> {
                declined = true;
                message().refusal(text);
            }
            case CanonEvent.ReasoningDelta(_, var text) -> reasoning().text(text);
            case CanonEvent.ReasoningSigned(var origin, var signature) -> {
                reasoning().seal(new Seal.Signed(origin, signature));
                closeCurrent();
            }
            case CanonEvent.ReasoningRedacted(var origin, var data) ->
                    sealed(new Seal.Redacted(origin, data));
            case CanonEvent.ToolStarted started -> call(started);
            case CanonEvent.ToolArguments(int index, var fragment) -> {
                CallItem call = calls.get(index);
                if (call != null) {
                    call.arguments(fragment);
                }
            }
            case CanonEvent.Stopped(var why, _) -> {
                reason = why;
                close();
            }
            case CanonEvent.Metered(var metered) -> usage = metered;
        }
    }

    private void begin() {
        if (begun) {
            return;
        }
        begun = true;
        for (String type : List.of("response.created", "response.in_progress")) {
            ObjectNode event = events.event(type);
            event.set("response", response.of("in_progress", "", JsonTree.array(), null));
            events.send(event);
        }
    }

    private MessageItem message() {
        if (current instanceof MessageItem message) {
            return message;
        }
        closeCurrent();
        var message = new MessageItem(events);
        current = message;
        return message;
    }

    private ReasoningItem reasoning() {
        if (current instanceof ReasoningItem reasoning) {
            return reasoning;
        }
        closeCurrent();
        var reasoning = new ReasoningItem(events);
        current = reasoning;
        return reasoning;
    }

    /** An item of its own, with nothing to read in it. */
    private void sealed(Seal seal) {
        closeCurrent();
        reasoning().seal(seal);
        closeCurrent();
    }

    private void call(CanonEvent.ToolStarted started) {
        if (started.signature() != null) {
            sealed(new Seal.OfCall(started.id(), started.signature()));
        }
        closeCurrent();
        CallItem before = calls.remove(started.index());
        if (before != null) {
            before.close();
        }
        calls.put(
                started.index(), new CallItem(events, tools.called(started.name()), started.id()));
    }

    private void closeCurrent() {
        if (current != null) {
            current.close();
        }
        current = null;
    }

    private void close() {
        closeCurrent();
        calls.values().forEach(CallItem::close);
        calls.clear();
    }

    private String incomplete() {
        return switch (reason) {
            case LENGTH -> "max_output_tokens";
            // words with which it declines are an answer
            case REFUSED -> declined ? "" : "content_filter";
            // a paused turn has no equivalent
            case STOP, STOP_TEXT, TOOL_CALLS, PAUSED -> "";
        };
    }

    private String status() {
        return incomplete().isEmpty() ? "completed" : "incomplete";
    }

    private ObjectNode whole() {
        return response.of(status(), incomplete(), events.output(), usage);
    }
}
