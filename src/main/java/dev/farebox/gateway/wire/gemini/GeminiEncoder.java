package dev.farebox.gateway.wire.gemini;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.farebox.gateway.exchange.ByteSink;
import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.GatewayProblem;
import dev.farebox.gateway.exchange.StreamWriter;
import dev.farebox.gateway.exchange.canon.AnswerEncoder;
import dev.farebox.gateway.exchange.canon.CanonEvent;
import dev.farebox.gateway.exchange.canon.StopReason;
import dev.farebox.usage.Usage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes canonical events as answers of this dialect.
 *
 * <p>Calls come whole, once their arguments are; the finish comes last, together with the usage, in
 * the chunk after which an SDK has its answer.
 */
final class GeminiEncoder implements AnswerEncoder {
    private static final byte[] NOTHING = {};
    private static final byte[] DATA = "data: ".getBytes(US_ASCII);
    private static final byte[] END = "\n\n".getBytes(US_ASCII);

    private final AnswerShape shape;
    private final boolean showsThoughts;

    /** Null where the client asked for events. */
    private final @Nullable ArrayPieces pieces;

    private final Calls calls = new Calls();
    private @Nullable StopReason stopped;
    private @Nullable Usage usage;

    GeminiEncoder(ClientRequest request, String requestId, boolean asEvents) {
        shape = new AnswerShape(request.model(), requestId);
        showsThoughts = ConversationReader.wantsThoughts(request);
        pieces = asEvents ? null : new ArrayPieces();
    }

    @Override
    public void event(CanonEvent event, ByteSink out) {
        List<ObjectNode> parts = parts(event);
        if (!parts.isEmpty()) {
            write(shape.object(parts, null, null), out);
        }
    }

    /** The parts that an event gives at once; what it only changes is kept. */
    private List<ObjectNode> parts(CanonEvent event) {
        return switch (event) {
            case CanonEvent.Started _ -> List.of();
            case CanonEvent.TextDelta(var text) -> afterCalls(AnswerShape.text(text), text);
            case CanonEvent.RefusalDelta(var text) -> afterCalls(AnswerShape.text(text), text);
            case CanonEvent.ReasoningDelta(_, var text) ->
                    showsThoughts ? afterCalls(AnswerShape.thought(text), text) : List.of();
            case CanonEvent.ReasoningSigned(var origin, var signature) ->
                    sealed(Seals.signed(origin, signature));
            case CanonEvent.ReasoningRedacted(var origin, var data) ->
                    sealed(Seals.redacted(origin, data));
            case CanonEvent.ToolStarted(var index, var id, var name, var signature) -> {
                calls.start(index, id, name, signature);
                yield List.of();
            }
            case CanonEvent.ToolArguments(var index, var fragment) -> {
                calls.append(index, fragment);
                yield List.of();
            }
            case CanonEvent.Stopped(var reason, _) -> {
                stopped = reason;
                yield List.of();
            }
            case CanonEvent.Metered(var metered) -> {
                usage = metered;
                yield List.of();
            }
        };
    }

    private List<ObjectNode> afterCalls(ObjectNode part, String text) {
        if (text.isEmpty()) {
            return List.of();
        }
        var parts = new ArrayList<ObjectNode>(calls.takeWhole());
        parts.add(part);
        return parts;
    }

    /** A client that shows no thoughts has nothing that it could send back signed. */
    private List<ObjectNode> sealed(String seal) {
        return showsThoughts
                ? List.of(AnswerShape.thought("").put("thoughtSignature", seal))
                : List.of();
    }

    @Override
    public void end(ByteSink out) {
        write(last(new ArrayList<>()), out);
        if (pieces != null) {
            pieces.close(out);
        }
    }

    /** A call that is not whole is never given: where the limit cut it, that is said. */
    private byte[] last(List<ObjectNode> parts) {
        parts.addAll(calls.takeAll());
        String finish = stopped == null ? "OTHER" : AnswerShape.finish(stopped);
        boolean broken = calls.hasBroken() && stopped == StopReason.TOOL_CALLS;
        return shape.object(parts, broken ? "MALFORMED_FUNCTION_CALL" : finish, usage);
    }

    private void write(byte[] object, ByteSink out) {
        if (pieces != null) {
            pieces.piece(object, 0, object.length, out);
            return;
        }
        out.write(DATA);
        out.write(object);
        out.write(END);
    }

    @Override
    public byte[] error(GatewayProblem problem) {
        return pieces == null ? GeminiErrors.event(problem) : pieces.error(problem);
    }

    @Override
    public byte[] whole(List<CanonEvent> events) {
        var parts = new ArrayList<ObjectNode>();
        var text = new StringBuilder();
        for (CanonEvent event : events) {
            for (ObjectNode part : parts(event)) {
                join(parts, text, part);
            }
        }
        finish(parts, text);
        return last(parts);
    }

    /** Texts of one kind that follow each other are one part. */
    private static void join(List<ObjectNode> parts, StringBuilder text, ObjectNode part) {
        if (!parts.isEmpty() && goesOn(parts.getLast(), part)) {
            if (part.has("thoughtSignature")) {
                parts.getLast().set("thoughtSignature", part.get("thoughtSignature"));
            }
        } else {
            finish(parts, text);
            parts.add(part);
        }
        text.append(part.path("text").asString(""));
    }

    /** The last part gets all of its text at once: there may be a piece of it for every token. */
    private static void finish(List<ObjectNode> parts, StringBuilder text) {
        if (!parts.isEmpty() && parts.getLast().has("text")) {
            parts.getLast().put("text", text.toString());
        }
        text.setLength(0);
    }

    private static boolean goesOn(ObjectNode before, ObjectNode part) {
        return before.has("text")
                && part.has("text")
                && before.has("thought") == part.has("thought")
                && !before.has("thoughtSignature");
    }

    @Override
    public byte[] keepAlive() {
        return NOTHING;
    }

    @Override
    public String contentType() {
        return pieces == null ? StreamWriter.EVENT_STREAM : ArrayPieces.CONTENT_TYPE;
    }
}
