package dev.farebox.gateway.provider.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.farebox.gateway.exchange.SseEvent;
import dev.farebox.gateway.exchange.UsageBounds;
import dev.farebox.gateway.exchange.UsageReading;
import dev.farebox.gateway.exchange.canon.AnswerDecoder;
import dev.farebox.gateway.exchange.canon.CanonEvent;
import dev.farebox.gateway.exchange.canon.StopReason;
import dev.farebox.json.JsonTree;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads answers into canonical events. The stop and the usage are said at the end: more may follow
 * behind a finish, and only then is it known whether there were calls, for which this dialect has
 * no finish of its own.
 */
final class GeminiDecoder implements AnswerDecoder {
    private final Chunk chunk = new Chunk();
    private boolean started;
    private String responseId = "";
    private String finish = "";
    private int calls;

    @Override
    public void event(SseEvent event, Consumer<CanonEvent> out) {
        read(event.buffer(), event.dataOffset(), event.dataLength(), out);
    }

    @Override
    public List<CanonEvent> whole(byte[] body) {
        var events = new ArrayList<CanonEvent>();
        read(body, 0, body.length, events::add);
        end(events::add);
        return events;
    }

    private void read(byte[] bytes, int offset, int length, Consumer<CanonEvent> out) {
        if (chunk.read(bytes, offset, length) == null && chunk.isAnswer) {
            JsonTree.read(bytes, offset, length).ifPresent(answer -> answer(answer, out));
        }
    }

    private void answer(JsonNode answer, Consumer<CanonEvent> out) {
        if (!started) {
            started = true;
            responseId = answer.path("responseId").asString("");
            out.accept(new CanonEvent.Started(responseId, chunk.modelVersion));
        }
        JsonNode candidate = answer.path("candidates").path(0);
        for (JsonNode part : candidate.path("content").path("parts")) {
            part(part, out);
        }
        String reason = candidate.path("finishReason").asString("");
        finish = reason.isEmpty() ? finish : reason;
    }

    private void part(JsonNode part, Consumer<CanonEvent> out) {
        String text = part.path("text").asString("");
        JsonNode signature = part.path("thoughtSignature");
        if (part.path("thought").asBoolean(false)) {
            if (!text.isEmpty()) {
                out.accept(new CanonEvent.ReasoningDelta(GeminiProvider.ORIGIN, text));
            }
        } else if (!text.isEmpty()) {
            out.accept(new CanonEvent.TextDelta(text));
        } else if (part.path("functionCall").isObject()) {
            String signed = signature.isString() ? signature.asString() : null;
            call(part.path("functionCall"), signed, out);
        }
    }

    private void call(JsonNode call, @Nullable String signature, Consumer<CanonEvent> out) {
        String name = call.path("name").asString("");
        if (name.isEmpty()) {
            return;
        }
        int index = calls++;
        JsonNode args = call.path("args");
        String arguments = args.isObject() ? JsonTree.text(args) : "{}";
        String given = call.path("id").asString("");
        String id = given.isEmpty() ? id(index, name, arguments, signature) : given;
        out.accept(new CanonEvent.ToolStarted(index, id, name, signature));
        out.accept(new CanonEvent.ToolArguments(index, arguments));
    }

    /** The same call of the same answer has the same id; others differ. */
    private String id(int index, String name, String arguments, @Nullable String signature) {
        String all = String.join("\n", responseId, "" + index, name, arguments, "" + signature);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(all.getBytes(UTF_8));
            return "call_" + HexFormat.of().formatHex(digest, 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every platform has SHA-256", e);
        }
    }

    @Override
    public void end(Consumer<CanonEvent> out) {
        if (!started) {
            started = true;
            out.accept(new CanonEvent.Started("", ""));
        }
        out.accept(new CanonEvent.Stopped(reason(), null));
        UsageReading usage =
                GeminiUsage.reading(
                        chunk.usage, chunk.grounding.billed(chunk.modelVersion), UsageBounds.NONE);
        if (usage instanceof UsageReading.Reported reported) {
            out.accept(new CanonEvent.Metered(reported.usage()));
        }
    }

    private StopReason reason() {
        if (chunk.refused) {
            return StopReason.REFUSED;
        }
        if (finish.equals("MAX_TOKENS")) {
            return StopReason.LENGTH;
        }
        return calls > 0 ? StopReason.TOOL_CALLS : StopReason.STOP;
    }
}
