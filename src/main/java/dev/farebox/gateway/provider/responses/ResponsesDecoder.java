package dev.farebox.gateway.provider.responses;

import dev.farebox.gateway.exchange.SseEvent;
import dev.farebox.gateway.exchange.UsageBounds;
import dev.farebox.gateway.exchange.UsageReading;
import dev.farebox.gateway.exchange.canon.AnswerDecoder;
import dev.farebox.gateway.exchange.canon.CanonEvent;
import dev.farebox.gateway.exchange.canon.StopReason;
import dev.farebox.json.JsonTree;
import dev.farebox.usage.Usage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads a response's events into canonical ones. What an item says only when it is done, or only
 * the whole response says, is taken from there: some servers send no deltas.
 */
final class ResponsesDecoder implements AnswerDecoder {
    private static final String ORIGIN = "openai";

    /** The places of items of which deltas were seen. */
    private final Set<Integer> streamed = new HashSet<>();

    private final Set<Integer> done = new HashSet<>();
    private final Map<Integer, Integer> calls = new HashMap<>();
    private final Set<Integer> thinking = new HashSet<>();
    private boolean started;
    private boolean stopped;
    private boolean declined;
    private Consumer<CanonEvent> out = _ -> {};

    @Override
    public void event(SseEvent event, Consumer<CanonEvent> to) {
        JsonNode read = Tree.read(event.buffer(), event.dataOffset(), event.dataLength());
        if (!read.isObject()) {
            return;
        }
        out = to;
        String type = Tree.text(read, "type");
        take(type.isEmpty() ? event.name() : type, read);
    }

    @Override
    public void end(Consumer<CanonEvent> to) {
        out = to;
        begin(null);
        stop(calls.isEmpty() ? StopReason.STOP : StopReason.TOOL_CALLS);
    }

    @Override
    public List<CanonEvent> whole(byte[] body) {
        var events = new ArrayList<CanonEvent>();
        out = events::add;
        JsonNode response = Tree.read(body, 0, body.length);
        begin(response);
        finish(response, body);
        return events;
    }

    private void take(String type, JsonNode event) {
        int place = event.path("output_index").asInt(0);
        String delta = Tree.text(event, "delta");
        switch (type) {
            case "response.created", "response.in_progress" -> begin(event.path("response"));
            case "response.output_text.delta" -> {
                saw(place);
                out.accept(new CanonEvent.TextDelta(delta));
            }
            case "response.refusal.delta" -> {
                saw(place);
                decline(delta);
            }
            case "response.reasoning_summary_text.delta", "response.reasoning_text.delta" -> {
                saw(place);
                thinking.add(place);
                out.accept(new CanonEvent.ReasoningDelta(ORIGIN, delta));
            }
            case "response.reasoning_summary_part.added" -> {
                if (thinking.contains(place)) {
                    out.accept(new CanonEvent.ReasoningDelta(ORIGIN, "\n\n"));
                }
            }
            case "response.output_item.added" -> {
                if (Tree.text(event.path("item"), "type").equals("function_call")) {
                    call(place, event.path("item"));
                }
            }
            case "response.function_call_arguments.delta" -> arguments(place, delta);
            case "response.output_item.done" -> item(place, event.path("item"));
            case "response.completed", "response.incomplete", "response.done" ->
                    finish(event.path("response"), new byte[0]);
            default -> {}
        }
    }

    private void begin(@Nullable JsonNode response) {
        if (!started) {
            started = true;
            out.accept(
                    new CanonEvent.Started(
                            Tree.text(response, "id"), Tree.text(response, "model")));
        }
    }

    private void saw(int place) {
        begin(null);
        streamed.add(place);
    }

    private void decline(String words) {
        declined = true;
        out.accept(new CanonEvent.RefusalDelta(words));
    }

    private void call(int place, JsonNode item) {
        begin(null);
        if (calls.containsKey(place)) {
            return;
        }
        String id = Tree.text(item, "call_id");
        int index = calls.size();
        calls.put(place, index);
        out.accept(
                new CanonEvent.ToolStarted(
                        index, id.isEmpty() ? "call_" + index : id, Tree.text(item, "name"), null));
    }

    private void arguments(int place, String fragment) {
        Integer index = calls.get(place);
        if (index != null && !fragment.isEmpty()) {
            saw(place);
            out.accept(new CanonEvent.ToolArguments(index, fragment));
        }
    }

    /** An item that is done: what of it was not said in deltas. */
    private void item(int place, JsonNode item) {
        if (!done.add(place)) {
            return;
        }
        begin(null);
        boolean said = streamed.contains(place);
        switch (Tree.text(item, "type")) {
            case "message" -> {
                if (!said) {
                    content(item.path("content"));
                }
            }
            case "function_call" -> {
                call(place, item);
                if (!said) {
                    arguments(place, Tree.text(item, "arguments"));
                }
            }
            case "reasoning" -> reasoning(item, said);
            default -> {}
        }
    }

    private void content(JsonNode content) {
        for (JsonNode part : content) {
            String text = Tree.text(part, "text");
            String refusal = Tree.text(part, "refusal");
            if (!text.isEmpty()) {
                out.accept(new CanonEvent.TextDelta(text));
            } else if (!refusal.isEmpty()) {
                decline(refusal);
            }
        }
    }

    private void reasoning(JsonNode item, boolean said) {
        if (!said) {
            var texts = new ArrayList<String>();
            for (String member : List.of("summary", "content")) {
                item.path(member).forEach(part -> texts.add(Tree.text(part, "text")));
            }
            String text = String.join("\n\n", texts);
            if (!text.isEmpty()) {
                out.accept(new CanonEvent.ReasoningDelta(ORIGIN, text));
            }
        }
        String sealed = Tree.text(item, "encrypted_content");
        if (!sealed.isEmpty()) {
            out.accept(new CanonEvent.ReasoningSigned(ORIGIN, sealed));
        }
    }

    private void finish(JsonNode response, byte[] bytes) {
        begin(response);
        JsonNode output = response.path("output");
        for (int place = 0; place < output.size(); place++) {
            item(place, output.get(place));
        }
        stop(reason(response));
        Usage usage = usage(bytes.length == 0 ? JsonTree.bytes(response) : bytes);
        if (usage != null) {
            out.accept(new CanonEvent.Metered(usage));
        }
    }

    private StopReason reason(JsonNode response) {
        return switch (Tree.text(response.path("incomplete_details"), "reason")) {
            case "max_output_tokens", "max_messages" -> StopReason.LENGTH;
            case "content_filter" -> StopReason.REFUSED;
            default ->
                    !calls.isEmpty()
                            ? StopReason.TOOL_CALLS
                            : declined ? StopReason.REFUSED : StopReason.STOP;
        };
    }

    private void stop(StopReason reason) {
        if (!stopped) {
            stopped = true;
            out.accept(new CanonEvent.Stopped(reason, null));
        }
    }

    private static @Nullable Usage usage(byte[] response) {
        if (!(ResponsesEvent.whole(response) instanceof ResponsesEvent.Outcome.Whole(var body))) {
            return null;
        }
        UsageReading reading =
                ResponsesUsage.reading(body.usage, body.tier, body.tools, UsageBounds.NONE);
        return reading instanceof UsageReading.Reported(var usage, _, _) ? usage : null;
    }
}
