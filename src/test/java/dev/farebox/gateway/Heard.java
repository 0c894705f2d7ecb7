package dev.farebox.gateway;

import dev.farebox.gateway.Talk.Call;
import dev.farebox.gateway.Talk.Said;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What an answer says, read as a plain client of each dialect reads it. */
final class Heard {
    private Heard() {}

    static Said chat(JsonNode json) {
        JsonNode message = json.at("/choices/0/message");
        var calls = new ArrayList<Call>();
        for (JsonNode call : message.path("tool_calls")) {
            calls.add(
                    call(
                            call.path("id"),
                            call.at("/function/name"),
                            call.at("/function/arguments")));
        }
        return new Said(
                message.path("content").asString(""),
                calls,
                json.at("/choices/0/finish_reason").asString(""),
                json.at("/usage/prompt_tokens").asLong(-1),
                json.at("/usage/completion_tokens").asLong(-1));
    }

    static Said chatStream(List<JsonNode> chunks) {
        var text = new StringBuilder();
        var calls = new TreeMap<Integer, String[]>();
        String stop = "";
        JsonNode usage = Talk.MAPPER.createObjectNode();
        for (JsonNode chunk : chunks) {
            JsonNode delta = chunk.at("/choices/0/delta");
            text.append(delta.path("content").asString(""));
            for (JsonNode call : delta.path("tool_calls")) {
                String[] known =
                        calls.computeIfAbsent(
                                call.path("index").asInt(), _ -> new String[] {"", "", ""});
                known[0] += call.path("id").asString("");
                known[1] += call.at("/function/name").asString("");
                known[2] += call.at("/function/arguments").asString("");
            }
            stop = chunk.at("/choices/0/finish_reason").asString(stop);
            usage = chunk.path("usage").isObject() ? chunk.path("usage") : usage;
        }
        return new Said(
                text.toString(),
                calls.values().stream().map(c -> new Call(c[0], c[1], parsed(c[2]))).toList(),
                stop,
                usage.path("prompt_tokens").asLong(-1),
                usage.path("completion_tokens").asLong(-1));
    }

    static Said responses(JsonNode json) {
        var text = new StringBuilder();
        var calls = new ArrayList<Call>();
        for (JsonNode item : json.path("output")) {
            if (item.path("type").asString("").equals("function_call")) {
                calls.add(call(item.path("call_id"), item.path("name"), item.path("arguments")));
            }
            for (JsonNode part : item.path("content")) {
                text.append(
                        part.path("type").asString("").equals("output_text")
                                ? part.path("text").asString("")
                                : "");
            }
        }
        return new Said(
                text.toString(),
                calls,
                json.path("status").asString(""),
                json.at("/usage/input_tokens").asLong(-1),
                json.at("/usage/output_tokens").asLong(-1));
    }

    static Said responsesStream(List<JsonNode> events) {
        var deltas = new StringBuilder();
        long last = -1;
        for (JsonNode event : events) {
            if (event.path("type").asString("").equals("response.output_text.delta")) {
                deltas.append(event.path("delta").asString(""));
            }
            long number = event.path("sequence_number").asLong(-1);
            if (number <= last) {
                throw new AssertionError("sequence number " + number + " after " + last);
            }
            last = number;
        }
        Said said = responses(events.getLast().path("response"));
        if (!said.text().contentEquals(deltas)) {
            throw new AssertionError("the deltas say <" + deltas + ">, the end " + said);
        }
        return said;
    }

    static Said messages(JsonNode json) {
        var text = new StringBuilder();
        var calls = new ArrayList<Call>();
        for (JsonNode block : json.path("content")) {
            text.append(block.path("text").asString(""));
            if (block.path("type").asString("").equals("tool_use")) {
                calls.add(
                        new Call(
                                block.path("id").asString(""),
                                block.path("name").asString(""),
                                block.path("input")));
            }
        }
        return new Said(
                text.toString(),
                calls,
                json.path("stop_reason").asString(""),
                input(json.path("usage")),
                json.at("/usage/output_tokens").asLong(-1));
    }

    private static long input(JsonNode usage) {
        return usage.path("input_tokens").asLong(0)
                + usage.path("cache_creation_input_tokens").asLong(0)
                + usage.path("cache_read_input_tokens").asLong(0);
    }

    static Said messagesStream(List<JsonNode> events) {
        ObjectNode message = Talk.MAPPER.createObjectNode();
        var content = message.putArray("content");
        ObjectNode usage = message.putObject("usage");
        var json = new StringBuilder();
        int open = -1;
        for (JsonNode event : events) {
            switch (event.path("type").asString("")) {
                case "message_start" -> usage.setAll((ObjectNode) event.at("/message/usage"));
                case "content_block_start" -> {
                    if (open >= 0) {
                        throw new AssertionError("two blocks are open");
                    }
                    open = event.path("index").asInt();
                    json.setLength(0);
                    content.add(event.path("content_block").deepCopy());
                }
                case "content_block_delta" -> {
                    ObjectNode block = (ObjectNode) content.get(open);
                    JsonNode delta = event.path("delta");
                    if (delta.has("text")) {
                        block.put(
                                "text",
                                block.path("text").asString("") + delta.path("text").asString());
                    }
                    json.append(delta.path("partial_json").asString(""));
                }
                case "content_block_stop" -> {
                    if (!json.isEmpty()) {
                        ((ObjectNode) content.get(open)).set("input", parsed(json.toString()));
                    }
                    open = -1;
                }
                case "message_delta" -> {
                    message.put("stop_reason", event.at("/delta/stop_reason").asString(""));
                    usage.setAll((ObjectNode) event.path("usage"));
                }
                default -> {}
            }
        }
        return messages(message);
    }

    static Said generate(List<JsonNode> chunks) {
        var text = new StringBuilder();
        var calls = new ArrayList<Call>();
        String stop = "";
        JsonNode usage = Talk.MAPPER.createObjectNode();
        for (JsonNode chunk : chunks) {
            for (JsonNode part : chunk.at("/candidates/0/content/parts")) {
                if (!part.path("thought").asBoolean(false)) {
                    text.append(part.path("text").asString(""));
                }
                JsonNode call = part.path("functionCall");
                if (call.isObject()) {
                    calls.add(
                            new Call(
                                    call.path("id").asString(""),
                                    call.path("name").asString(""),
                                    call.path("args")));
                }
            }
            stop = chunk.at("/candidates/0/finishReason").asString(stop);
            usage = chunk.path("usageMetadata").isObject() ? chunk.path("usageMetadata") : usage;
        }
        return new Said(
                text.toString(),
                calls,
                stop,
                usage.path("promptTokenCount").asLong(-1)
                        + usage.path("toolUsePromptTokenCount").asLong(0),
                usage.path("candidatesTokenCount").asLong(0)
                        + usage.path("thoughtsTokenCount").asLong(0));
    }

    private static Call call(JsonNode id, JsonNode name, JsonNode arguments) {
        return new Call(id.asString(""), name.asString(""), parsed(arguments.asString("")));
    }

    private static JsonNode parsed(String arguments) {
        return Talk.MAPPER.readTree(arguments);
    }
}
