package dev.farebox.gateway.wire.openai;

import dev.farebox.gateway.exchange.canon.Part;
import dev.farebox.gateway.exchange.canon.Turn;
import dev.farebox.gateway.exchange.canon.Turn.Role;
import dev.farebox.json.JsonTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The messages of a chat request as turns. Neighbouring tool messages are one turn, so that the
 * results of parallel calls come together.
 */
final class ChatTurns {
    private final Objections objections;
    private final ChatParts parts;
    private final Map<String, String> toolNames = new HashMap<>();

    ChatTurns(Objections objections) {
        this.objections = objections;
        this.parts = new ChatParts(objections);
    }

    List<Turn> read(JsonNode messages) {
        var turns = new ArrayList<Turn>();
        var results = new ArrayList<Part>();
        int index = 0;
        for (JsonNode message : messages) {
            String param = "messages[" + index++ + "]";
            String role = objections.required(message.path("role"), param + ".role");
            if (role.equals("tool")) {
                results.add(result(message, param));
                continue;
            }
            flush(results, turns);
            turn(role, message, param, turns);
        }
        flush(results, turns);
        return turns;
    }

    private static void flush(List<Part> results, List<Turn> turns) {
        if (!results.isEmpty()) {
            turns.add(new Turn(Role.USER, results));
            results.clear();
        }
    }

    private void turn(String role, JsonNode message, String param, List<Turn> turns) {
        JsonNode content = message.path("content");
        switch (role) {
            case "system", "developer" ->
                    turns.add(new Turn(Role.SYSTEM, parts.texts(content, param + ".content")));
            case "user" -> turns.add(new Turn(Role.USER, parts.any(content, param + ".content")));
            case "assistant" -> turns.add(new Turn(Role.ASSISTANT, assistant(message, param)));
            default -> objections.unsupported(param + ".role");
        }
    }

    private Part result(JsonNode message, String param) {
        String id = objections.required(message.path("tool_call_id"), param + ".tool_call_id");
        return new Part.ToolResult(
                id,
                toolNames.getOrDefault(id, ""),
                parts.textsAndImages(message.path("content"), param + ".content"),
                false);
    }

    private List<Part> assistant(JsonNode message, String param) {
        for (String member : List.of("audio", "function_call")) {
            if (!Objections.isAbsent(message.path(member))) {
                objections.unsupported(param + "." + member);
            }
        }
        var all = new ArrayList<Part>();
        String thought = thought(message, param);
        if (!thought.isEmpty()) {
            all.add(new Part.Reasoning("", thought, null, null));
        }
        if (!Objections.isAbsent(message.path("content"))) {
            all.addAll(parts.said(message.path("content"), param + ".content"));
        }
        String refusal = objections.text(message.path("refusal"), param + ".refusal");
        if (!refusal.isEmpty()) {
            all.add(new Part.Text(refusal));
        }
        int index = 0;
        for (JsonNode call : message.path("tool_calls")) {
            all.add(call(call, param + ".tool_calls[" + index++ + "]"));
        }
        return all;
    }

    private String thought(JsonNode message, String param) {
        for (String member : List.of("reasoning_content", "reasoning")) {
            String text = objections.text(message.path(member), param + "." + member);
            if (!text.isEmpty()) {
                return text;
            }
        }
        var text = new StringBuilder();
        for (JsonNode detail : message.path("reasoning_details")) {
            text.append(detail.path("text").asString(""))
                    .append(detail.path("summary").asString(""));
        }
        return text.toString();
    }

    private Part call(JsonNode call, String param) {
        String id = objections.required(call.path("id"), param + ".id");
        String type = objections.text(call.path("type"), param + ".type");
        boolean custom = type.equals("custom");
        if (!custom && !type.isEmpty() && !type.equals("function")) {
            objections.unsupported(param + ".type");
        }
        JsonNode form = call.path(custom ? "custom" : "function");
        String at = param + (custom ? ".custom" : ".function");
        String name = objections.required(form.path("name"), at + ".name");
        toolNames.put(id, name);
        String arguments =
                custom
                        ? wrapped(objections.text(form.path("input"), at + ".input"))
                        : arguments(form.path("arguments"), at + ".arguments");
        return new Part.ToolCall(id, name, arguments, null);
    }

    private static String wrapped(String input) {
        return JsonTree.object().put(ChatTools.INPUT, input).toString();
    }

    /** A model may have broken off within them; no other dialect can say that. */
    private String arguments(JsonNode node, String param) {
        String text = objections.text(node, param).strip();
        if (text.isEmpty()) {
            return "{}";
        }
        if (JsonTree.read(text).filter(JsonNode::isObject).isEmpty()) {
            objections.wrong(param, "the text of a JSON object");
        }
        return text;
    }
}
