package dev.farebox.gateway.provider.openai;

import dev.farebox.gateway.exchange.SseEvent;
import dev.farebox.gateway.exchange.UsageBounds;
import dev.farebox.gateway.exchange.UsageReading;
import dev.farebox.gateway.exchange.canon.AnswerDecoder;
import dev.farebox.gateway.exchange.canon.CanonEvent;
import dev.farebox.gateway.exchange.canon.StopReason;
import dev.farebox.json.JsonTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads chat completion chunks, or one chat completion, of any vendor. Only the first choice:
 * several are refused before.
 *
 * <p>Vendors' ways that it knows: thinking as {@code reasoning_content}, {@code reasoning}, {@code
 * reasoning_details} or among the content; content as an array of parts; usage in any chunk, in a
 * choice or in {@code x_groq}; an empty finish reason with every chunk; {@code stop} after calls;
 * the old {@code function_call}; what {@link CallFragments} says of calls.
 */
public final class ChatDecoder implements AnswerDecoder {
    /** Whose thinking this is: it goes back to such servers only. */
    static final String ORIGIN = "openai";

    private final CallFragments calls = new CallFragments();
    private boolean started;
    private boolean stopped;
    private boolean refused;
    private @Nullable JsonNode usage;

    @Override
    public void event(SseEvent event, Consumer<CanonEvent> out) {
        JsonTree.read(event.buffer(), event.dataOffset(), event.dataLength())
                .ifPresent(chunk -> object(chunk, "delta", out));
    }

    @Override
    public void end(Consumer<CanonEvent> out) {
        start(JsonTree.object(), out);
        if (!stopped) {
            stop(calls.any() ? StopReason.TOOL_CALLS : StopReason.STOP, out);
        }
        if (usage != null
                && ChatUsage.read(JsonTree.bytes(usage), UsageBounds.NONE)
                        instanceof UsageReading.Reported reported) {
            out.accept(new CanonEvent.Metered(reported.usage()));
        }
    }

    @Override
    public List<CanonEvent> whole(byte[] body) {
        var events = new ArrayList<CanonEvent>();
        JsonTree.read(body).ifPresent(answer -> object(answer, "message", events::add));
        end(events::add);
        return events;
    }

    private void object(JsonNode object, String content, Consumer<CanonEvent> out) {
        if (!object.isObject()) {
            return;
        }
        start(object, out);
        JsonNode choice = choice(object.path("choices"));
        note(object.path("usage"));
        note(object.path("x_groq").path("usage"));
        note(choice.path("usage"));
        if (stopped) {
            return;
        }
        content(choice.path(content), object, out);
        String finish = choice.path("finish_reason").asString("");
        if (!finish.isEmpty()) {
            stop(reason(finish), out);
        }
    }

    private void start(JsonNode object, Consumer<CanonEvent> out) {
        if (!started) {
            started = true;
            String id = object.path("id").asString("");
            out.accept(new CanonEvent.Started(id, object.path("model").asString("")));
        }
    }

    private static JsonNode choice(JsonNode choices) {
        for (JsonNode choice : choices) {
            if (choice.path("index").asInt(0) == 0) {
                return choice;
            }
        }
        return choices.path("none");
    }

    private void note(JsonNode report) {
        if (report.isObject()) {
            usage = report;
        }
    }

    private void content(JsonNode delta, JsonNode object, Consumer<CanonEvent> out) {
        String thought = Thoughts.of(delta);
        if (!thought.isEmpty()) {
            out.accept(new CanonEvent.ReasoningDelta(ORIGIN, thought));
        }
        text(delta.path("content"), out);
        String refusal = delta.path("refusal").asString("");
        if (!refusal.isEmpty()) {
            refused = true;
            out.accept(new CanonEvent.RefusalDelta(refusal));
        }
        calls.read(delta, object, out);
    }

    private static void text(JsonNode content, Consumer<CanonEvent> out) {
        String text = content.isString() ? content.stringValue() : Thoughts.texts(content);
        if (!text.isEmpty()) {
            out.accept(new CanonEvent.TextDelta(text));
        }
    }

    private void stop(StopReason reason, Consumer<CanonEvent> out) {
        stopped = true;
        boolean declined = refused && reason == StopReason.STOP;
        boolean called = calls.any() && reason == StopReason.STOP;
        StopReason meant = declined ? StopReason.REFUSED : called ? StopReason.TOOL_CALLS : reason;
        out.accept(new CanonEvent.Stopped(meant, null));
    }

    private static StopReason reason(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "length", "max_tokens", "model_length", "max_output_tokens" -> StopReason.LENGTH;
            case "tool_calls", "function_call", "tool_use" -> StopReason.TOOL_CALLS;
            case "content_filter", "refusal", "safety", "sensitive", "recitation" ->
                    StopReason.REFUSED;
            default -> StopReason.STOP;
        };
    }
}
