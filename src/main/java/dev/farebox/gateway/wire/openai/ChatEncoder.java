package dev.farebox.gateway.wire.openai;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.farebox.gateway.exchange.ByteSink;
import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.GatewayProblem;
import dev.farebox.gateway.exchange.StreamWriter;
import dev.farebox.gateway.exchange.canon.AnswerEncoder;
import dev.farebox.gateway.exchange.canon.CanonEvent;
import dev.farebox.gateway.exchange.canon.CanonEvent.Metered;
import dev.farebox.gateway.exchange.canon.CanonEvent.ReasoningDelta;
import dev.farebox.gateway.exchange.canon.CanonEvent.ReasoningRedacted;
import dev.farebox.gateway.exchange.canon.CanonEvent.ReasoningSigned;
import dev.farebox.gateway.exchange.canon.CanonEvent.RefusalDelta;
import dev.farebox.gateway.exchange.canon.CanonEvent.Started;
import dev.farebox.gateway.exchange.canon.CanonEvent.Stopped;
import dev.farebox.gateway.exchange.canon.CanonEvent.TextDelta;
import dev.farebox.gateway.exchange.canon.CanonEvent.ToolArguments;
import dev.farebox.gateway.exchange.canon.CanonEvent.ToolStarted;
import dev.farebox.json.JsonTree;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes an answer as chat completion chunks, or as one chat completion.
 *
 * <p>Thinking is shown as {@code reasoning_content}; signatures cannot be carried by this dialect
 * and are left out. The role comes first; the id and the name of a call only with its first piece;
 * an empty delta carries the finish reason; the usage chunk follows where the client asked for it.
 */
public final class ChatEncoder implements AnswerEncoder {
    private static final byte[] DATA = "data: ".getBytes(US_ASCII);
    private static final byte[] END = "\n\n".getBytes(US_ASCII);
    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(US_ASCII);
    private static final byte[] KEEP_ALIVE = ": ka\n\n".getBytes(US_ASCII);

    private final ClientRequest request;
    private final String id;
    private final long created;
    private final ChatCalls calls;
    private String model;
    private boolean started;

    public ChatEncoder(ClientRequest request, String requestId, long created) {
        this.request = request;
        this.id = "chatcmpl-" + requestId;
        this.created = created;
        this.model = request.model();
        this.calls = ChatCalls.of(request);
    }

    @Override
    public void event(CanonEvent event, ByteSink out) {
        begin(event, out);
        switch (event) {
            case Started _, ReasoningSigned _, ReasoningRedacted _ -> {}
            case TextDelta(String text) -> text(out, "content", text);
            case RefusalDelta(String text) -> text(out, "refusal", text);
            case ReasoningDelta(_, String text) -> text(out, "reasoning_content", text);
            case ToolStarted call -> calls.started(call).ifPresent(piece -> call(out, piece));
            case ToolArguments piece -> calls.more(piece).ifPresent(more -> call(out, more));
            case Stopped stopped -> {
                calls.unsent().forEach(piece -> call(out, piece));
                String reason = ChatFinish.of(stopped.reason(), calls.any());
                write(out, choice(_ -> {}, reason));
            }
            case Metered(var usage) -> {
                if (request.wantsUsage()) {
                    ObjectNode chunk = chunk();
                    chunk.putArray("choices");
                    chunk.set("usage", ChatUsageForm.of(usage));
                    write(out, chunk);
                }
            }
        }
    }

    /** The role goes out with whatever is first. */
    private void begin(CanonEvent event, ByteSink out) {
        if (event instanceof Started(_, String upstream) && !upstream.isEmpty()) {
            model = upstream;
        }
        if (!started) {
            started = true;
            write(out, choice(delta -> delta.put("role", "assistant").put("content", ""), null));
        }
    }

    private void text(ByteSink out, String member, String text) {
        if (!text.isEmpty()) {
            write(out, choice(delta -> delta.put(member, text), null));
        }
    }

    private void call(ByteSink out, ObjectNode piece) {
        write(out, choice(delta -> delta.putArray("tool_calls").add(piece), null));
    }

    private ObjectNode chunk() {
        return JsonTree.object()
                .put("id", id)
                .put("object", "chat.completion.chunk")
                .put("created", created)
                .put("model", model);
    }

    private ObjectNode choice(Consumer<ObjectNode> content, @Nullable String finish) {
        ObjectNode chunk = chunk();
        ObjectNode choice = chunk.putArray("choices").addObject();
        choice.put("index", 0);
        content.accept(choice.putObject("delta"));
        choice.putNull("logprobs").put("finish_reason", finish);
        if (request.wantsUsage()) {
            chunk.putNull("usage");
        }
        return chunk;
    }

    private static void write(ByteSink out, ObjectNode chunk) {
        byte[] json = JsonTree.bytes(chunk);
        var event = new ByteArrayOutputStream(DATA.length + json.length + END.length);
        event.writeBytes(DATA);
        event.writeBytes(json);
        event.writeBytes(END);
        out.write(event.toByteArray());
    }

    @Override
    public void end(ByteSink out) {
        out.write(DONE);
    }

    @Override
    public byte[] error(GatewayProblem problem) {
        return ChatErrors.event(problem);
    }

    @Override
    public byte[] whole(List<CanonEvent> events) {
        var answer = new WholeChat(calls);
        events.forEach(answer::add);
        ObjectNode body =
                JsonTree.object()
                        .put("id", id)
                        .put("object", "chat.completion")
                        .put("created", created)
                        .put("model", answer.model().isEmpty() ? model : answer.model());
        body.putArray("choices").add(answer.choice());
        answer.usage().ifPresent(usage -> body.set("usage", ChatUsageForm.of(usage)));
        return JsonTree.bytes(body);
    }

    @Override
    public byte[] keepAlive() {
        return KEEP_ALIVE;
    }

    @Override
    public String contentType() {
        return StreamWriter.EVENT_STREAM;
    }
}
