package dev.farebox.gateway.provider.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.farebox.gateway.exchange.SseEvent;
import dev.farebox.gateway.exchange.UsageBounds;
import dev.farebox.gateway.exchange.UsageReading;
import dev.farebox.gateway.exchange.canon.AnswerDecoder;
import dev.farebox.gateway.exchange.canon.CanonEvent;
import dev.farebox.gateway.exchange.canon.StopReason;
import dev.farebox.json.JsonTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads Anthropic's events, or one message.
 *
 * <p>Left out: what the provider's own tools were asked and what they gave, citations, summaries of
 * compaction, the mark of a fallback: no other dialect has a place for them, and the text speaks of
 * them anyway.
 */
final class MessagesDecoder implements AnswerDecoder {
    private static final String ORIGIN = AnthropicProvider.ORIGIN;

    private final MessageScan counts = new MessageScan();
    private boolean started;
    private boolean stopped;
    private int calls;

    // of the block that is open
    private boolean thinking;
    private boolean calling;
    private boolean hasArguments;
    private final StringBuilder signature = new StringBuilder();

    @Override
    public void event(SseEvent event, Consumer<CanonEvent> out) {
        Optional<JsonNode> read =
                JsonTree.read(event.buffer(), event.dataOffset(), event.dataLength());
        if (read.isEmpty() || !read.get().isObject()) {
            return;
        }
        JsonNode json = read.get();
        counts.read(event.buffer(), event.dataOffset(), event.dataLength());
        switch (json.path("type").asString(event.name())) {
            case "message_start" -> start(json.path("message"), out);
            case "content_block_start" -> open(json.path("content_block"), out);
            case "content_block_delta" -> delta(json.path("delta"), out);
            case "content_block_stop" -> close(out);
            case "message_delta" -> stop(json.path("delta"), out);
            default -> {}
        }
    }

    @Override
    public void end(Consumer<CanonEvent> out) {
        start(JsonTree.object(), out);
        close(out);
        if (!stopped) {
            stopped = true;
            StopReason reason = calls > 0 ? StopReason.TOOL_CALLS : StopReason.STOP;
            out.accept(new CanonEvent.Stopped(reason, null));
        }
        var around =
                new AnthropicUsage.Circumstances(
                        () -> false, -1, new Plausible(UsageBounds.NONE, counts.serverCalls));
        if (counts.saysOutput()
                && AnthropicUsage.reading(counts.counts(), around)
                        instanceof UsageReading.Reported reported) {
            out.accept(new CanonEvent.Metered(reported.usage()));
        }
    }

    @Override
    public List<CanonEvent> whole(byte[] body) {
        var events = new ArrayList<CanonEvent>();
        JsonNode message = JsonTree.read(body).orElseGet(JsonTree::object);
        counts.read(body, 0, body.length);
        start(message, events::add);
        for (JsonNode block : message.path("content")) {
            open(block, events::add);
            close(events::add);
        }
        stop(message, events::add);
        end(events::add);
        return events;
    }

    private void start(JsonNode message, Consumer<CanonEvent> out) {
        if (!started) {
            started = true;
            String model = message.path("model").asString("");
            out.accept(new CanonEvent.Started(message.path("id").asString(""), model));
        }
    }

    private void open(JsonNode block, Consumer<CanonEvent> out) {
        close(out);
        switch (block.path("type").asString("")) {
            case "text" -> text(block.path("text").asString(""), out);
            case "thinking" -> {
                thinking = true;
                signature.setLength(0);
                thought(block.path("thinking").asString(""), out);
                signature.append(block.path("signature").asString(""));
            }
            case "redacted_thinking" -> {
                String data = block.path("data").asString("");
                out.accept(new CanonEvent.ReasoningRedacted(ORIGIN, data));
            }
            case "tool_use" -> call(block, out);
            default -> {}
        }
    }

    private void call(JsonNode block, Consumer<CanonEvent> out) {
        calling = true;
        hasArguments = false;
        String id = block.path("id").asString("");
        String name = block.path("name").asString("");
        String known = id.isEmpty() ? "toolu_" + calls : id;
        out.accept(new CanonEvent.ToolStarted(calls, known, name, null));
        JsonNode input = block.path("input");
        if (input.isObject() && !input.isEmpty()) {
            arguments(new String(JsonTree.bytes(input), UTF_8), out);
        }
    }

    private void delta(JsonNode delta, Consumer<CanonEvent> out) {
        switch (delta.path("type").asString("")) {
            case "text_delta" -> text(delta.path("text").asString(""), out);
            case "thinking_delta" -> thought(delta.path("thinking").asString(""), out);
            case "signature_delta" -> signature.append(delta.path("signature").asString(""));
            case "input_json_delta" -> {
                if (calling) {
                    arguments(delta.path("partial_json").asString(""), out);
                }
            }
            default -> {}
        }
    }

    private void close(Consumer<CanonEvent> out) {
        if (thinking && !signature.isEmpty()) {
            out.accept(new CanonEvent.ReasoningSigned(ORIGIN, signature.toString()));
        }
        if (calling) {
            if (!hasArguments) {
                out.accept(new CanonEvent.ToolArguments(calls, "{}"));
            }
            calls++;
        }
        thinking = false;
        calling = false;
        signature.setLength(0);
    }

    private static void text(String text, Consumer<CanonEvent> out) {
        if (!text.isEmpty()) {
            out.accept(new CanonEvent.TextDelta(text));
        }
    }

    private void thought(String text, Consumer<CanonEvent> out) {
        if (thinking && !text.isEmpty()) {
            out.accept(new CanonEvent.ReasoningDelta(ORIGIN, text));
        }
    }

    private void arguments(String fragment, Consumer<CanonEvent> out) {
        if (!fragment.isEmpty()) {
            hasArguments = true;
            out.accept(new CanonEvent.ToolArguments(calls, fragment));
        }
    }

    /** Also of a whole message, where both members stand at the top. */
    private void stop(JsonNode delta, Consumer<CanonEvent> out) {
        String word = delta.path("stop_reason").asString("");
        if (word.isEmpty() || stopped) {
            return;
        }
        close(out);
        stopped = true;
        String text = delta.path("stop_sequence").asString("");
        out.accept(new CanonEvent.Stopped(reason(word), nullIfEmpty(text)));
    }

    private static @Nullable String nullIfEmpty(String text) {
        return text.isEmpty() ? null : text;
    }

    private static StopReason reason(String word) {
        return switch (word) {
            case "stop_sequence" -> StopReason.STOP_TEXT;
            case "max_tokens", "model_context_window_exceeded" -> StopReason.LENGTH;
            case "tool_use" -> StopReason.TOOL_CALLS;
            case "pause_turn" -> StopReason.PAUSED;
            case "refusal" -> StopReason.REFUSED;
            default -> StopReason.STOP;
        };
    }
}
