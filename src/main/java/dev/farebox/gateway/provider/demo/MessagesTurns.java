package dev.farebox.gateway.provider.demo;

import dev.farebox.gateway.provider.demo.Ask.Message;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Reads the messages of a request of Anthropic's and checks that every tool call is answered in the
 * next message of the user, and no other.
 */
final class MessagesTurns {
    private static final Set<String> ROLES = Set.of("user", "assistant", "system");

    private final Body body;
    private final List<Message> messages = new ArrayList<>();
    private Set<String> open = Set.of();

    MessagesTurns(Body body) {
        this.body = body;
    }

    List<Message> read(JsonNode list) {
        if (!list.isArray()) {
            throw body.wrongType("messages", "a valid list");
        }
        if (list.isEmpty()) {
            throw body.refused("messages: at least one message is required", "messages");
        }
        int index = 0;
        for (JsonNode message : list.values()) {
            message(message, "messages." + index++);
        }
        if (!open.isEmpty()) {
            throw unanswered("messages." + (index - 1));
        }
        return messages;
    }

    private void message(JsonNode message, String param) {
        String role = message.path("role").asString("");
        if (!ROLES.contains(role)) {
            throw body.refused(param + ".role: Input should be 'user' or 'assistant'", param);
        }
        JsonNode content = message.path("content");
        if (content.isString()) {
            answered(role, Set.of(), param);
            messages.add(new Turn(role).text(content.stringValue()).message());
            return;
        }
        if (!content.isArray()) {
            throw body.missing(param + ".content");
        }
        blocks(role, content, param);
    }

    private void blocks(String role, JsonNode content, String param) {
        var said = new Turn(role);
        var results = new ArrayList<Message>();
        Set<String> calls = new LinkedHashSet<>();
        Set<String> answers = new LinkedHashSet<>();
        int index = 0;
        for (JsonNode block : content.values()) {
            String where = param + ".content." + index++;
            String type = block.path("type").asString("");
            switch (type) {
                case "text" -> said.text(text(block, "text", where));
                case "image", "document" -> said.image(block.path("source"));
                case "tool_use" -> {
                    calls.add(text(block, "id", where));
                    said.other(block);
                }
                case "tool_result" -> {
                    answers.add(text(block, "tool_use_id", where));
                    results.add(result(block, where));
                }
                case "thinking" -> said.other(thinking(block, where));
                case "" -> throw body.missing(where + ".type");
                default -> said.other(block);
            }
            if (!type.equals("tool_result")) {
                said.marked(block);
            }
        }
        answered(role, answers, param);
        open = role.equals("assistant") ? calls : open;
        if (!said.isEmpty() || results.isEmpty()) {
            messages.add(said.message());
        }
        // What the user adds to results is no new question.
        messages.addAll(results);
    }

    private void answered(String role, Set<String> answers, String param) {
        for (String id : answers) {
            if (!open.contains(id)) {
                throw body.refused(
                        "%s: unexpected `tool_use_id` found in `tool_result` blocks: %s. Each `tool_result` block must have a corresponding `tool_use` block in the previous message."
                                .formatted(param, id),
                        param);
            }
        }
        if (role.equals("system")) {
            return;
        }
        if (!answers.containsAll(open)) {
            throw unanswered(param);
        }
        open = Set.of();
    }

    private Malformed unanswered(String param) {
        return body.refused(
                "%s: `tool_use` ids were found without `tool_result` blocks immediately after: %s."
                        .formatted(param, open.stream().collect(Collectors.joining(", "))),
                param);
    }

    private Message result(JsonNode block, String where) {
        var turn = new Turn("tool");
        JsonNode content = block.path("content");
        if (content.isString()) {
            turn.text(content.stringValue());
        }
        for (JsonNode part : content.values()) {
            switch (part.path("type").asString("")) {
                case "text" -> turn.text(text(part, "text", where));
                case "image", "document" -> turn.image(part);
                default -> turn.other(part);
            }
        }
        return turn.marked(block).message();
    }

    private JsonNode thinking(JsonNode block, String where) {
        String thought = text(block, "thinking", where);
        if (!Signature.signs(text(block, "signature", where), thought)) {
            throw body.refused(where + ": Invalid `signature` in `thinking` block", where);
        }
        return block;
    }

    private String text(JsonNode block, String name, String where) {
        JsonNode value = block.path(name);
        if (!value.isString()) {
            throw body.missing(where + "." + name);
        }
        return value.stringValue();
    }
}
