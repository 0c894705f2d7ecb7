package dev.farebox.gateway.provider.demo;

import dev.farebox.gateway.provider.demo.Ask.Message;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads the input of {@code /v1/responses}: a string or items, of which unknown ones pass. */
final class ResponsesItems {
    private final Body body;
    private final Set<String> open;
    private final List<Message> messages = new ArrayList<>();
    private final List<JsonNode> tools = new ArrayList<>();
    private boolean compacts;

    /** {@code open} are the calls of an earlier answer that await their results. */
    ResponsesItems(Body body, Set<String> open) {
        this.body = body;
        this.open = new LinkedHashSet<>(open);
    }

    List<Message> read(JsonNode input) {
        if (input.isString()) {
            messages.add(new Turn("user").text(input.stringValue()).message());
        } else if (input.isArray()) {
            int index = 0;
            for (JsonNode item : input.values()) {
                item(item, "input[" + index++ + "]");
            }
        } else {
            throw body.wrongType("input", "one of a string or an array of objects");
        }
        if (!open.isEmpty()) {
            throw body.refused(
                    "No tool output found for function call " + open.iterator().next() + ".",
                    "input");
        }
        return messages;
    }

    /** Tools that were given as items. */
    List<JsonNode> moreTools() {
        return tools;
    }

    /** Whether the input asks for the conversation to be made shorter. */
    boolean compacts() {
        return compacts;
    }

    private void item(JsonNode item, String param) {
        switch (item.path("type").asString("message")) {
            case "message" -> message(item, param);
            case "function_call", "custom_tool_call" -> {
                open.add(text(item, "call_id", param));
                text(item, "name", param);
                messages.add(new Turn("assistant").other(item).message());
            }
            case "function_call_output", "custom_tool_call_output" -> output(item, param);
            case "reasoning" -> reasoning(item, param);
            case "additional_tools" -> tools.add(item.path("tools"));
            case "compaction_trigger" -> compacts = true;
            default -> messages.add(new Turn("assistant").other(item).message());
        }
    }

    private void message(JsonNode item, String param) {
        String role = text(item, "role", param);
        if (!List.of("user", "assistant", "system", "developer").contains(role)) {
            throw new Malformed(
                    Refusal.wrongValue(
                            param,
                            "Supported values are: 'assistant', 'system', 'developer', and"
                                    + " 'user'."));
        }
        JsonNode content = item.path("content");
        var turn = new Turn(role);
        if (content.isString()) {
            turn.text(content.stringValue());
        } else if (content.isArray()) {
            int index = 0;
            for (JsonNode part : content.values()) {
                part(turn, part, param + ".content[" + index++ + "]");
            }
        } else {
            throw body.missing(param + ".content");
        }
        messages.add(turn.message());
    }

    private void part(Turn turn, JsonNode part, String param) {
        switch (part.path("type").asString("")) {
            case "input_text", "output_text", "text" -> turn.text(text(part, "text", param));
            case "refusal" -> turn.text(text(part, "refusal", param));
            case "input_image", "input_file" -> turn.image(part);
            case "input_audio" -> turn.sound(part);
            default ->
                    throw new Malformed(
                            Refusal.wrongValue(
                                    param + ".type",
                                    "Supported values are: 'input_text', 'input_image',"
                                            + " 'output_text', 'refusal', 'input_file'."));
        }
    }

    private void output(JsonNode item, String param) {
        String id = text(item, "call_id", param);
        if (!open.remove(id)) {
            throw body.refused(
                    "No tool call found for function call output with call_id " + id + ".",
                    "input");
        }
        JsonNode output = item.path("output");
        var turn = new Turn("tool");
        if (output.isString()) {
            turn.text(output.stringValue());
        } else if (output.isArray()) {
            for (JsonNode part : output.values()) {
                part(turn, part, param + ".output");
            }
        } else {
            throw body.missing(param + ".output");
        }
        messages.add(turn.message());
    }

    private void reasoning(JsonNode item, String param) {
        JsonNode encrypted = item.path("encrypted_content");
        if (encrypted.isString() && !Signature.isOurs(encrypted.stringValue())) {
            throw new Malformed(
                    Refusal.invalid(
                            "The encrypted content could not be verified.",
                            param,
                            "invalid_encrypted_content"));
        }
        messages.add(new Turn("assistant").other(item).message());
    }

    private String text(JsonNode node, String name, String param) {
        JsonNode value = node.path(name);
        if (!value.isString()) {
            throw body.missing(param + "." + name);
        }
        return value.stringValue();
    }
}
