package dev.farebox.gateway.wire.responses;

import dev.farebox.gateway.exchange.canon.Part;
import dev.farebox.gateway.exchange.canon.Turn;
import dev.farebox.gateway.exchange.canon.Turn.Role;
import dev.farebox.json.JsonTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the items of the input into turns. */
final class ItemReader {
    /** What the turn under construction is made of. */
    private enum Group {
        NONE,
        ASSISTANT,
        RESULTS
    }

    private final DeclaredTools tools;
    private final Objections objections;
    private final ContentReader content;
    private final List<Turn> turns = new ArrayList<>();
    private final List<Part> parts = new ArrayList<>();
    private final Map<String, String> namesOfCalls = new HashMap<>();
    private final Map<String, String> signaturesOfCalls = new HashMap<>();
    private Group group = Group.NONE;
    private @Nullable JsonNode effort;
    private @Nullable JsonNode format;

    ItemReader(DeclaredTools tools, Objections objections) {
        this.tools = tools;
        this.objections = objections;
        this.content = new ContentReader(objections);
    }

    /** A string or an array of items. */
    void read(JsonNode input, String at, Role roleOfText) {
        if (input.isString()) {
            turn(roleOfText, List.of(new Part.Text(input.stringValue())));
            return;
        }
        for (int i = 0; i < input.size(); i++) {
            item(input.get(i), at + "[" + i + "]");
        }
    }

    List<Turn> turns() {
        close();
        return turns;
    }

    /** Of the last item that changed it, else null. */
    @Nullable JsonNode effort() {
        return effort;
    }

    /** Of the last item that changed it, else null. */
    @Nullable JsonNode format() {
        return format;
    }

    private void item(JsonNode item, String at) {
        String type = Tree.text(item, "type");
        switch (type) {
            case "message", "" -> message(item, at);
            case "function_call" -> call(item, at, arguments(item));
            case "custom_tool_call" -> call(item, at, ofOneString(Tree.text(item, "input")));
            case "function_call_output", "custom_tool_call_output" -> result(item, at);
            case "reasoning" -> reasoning(item);
            case "configuration_update" -> {
                effort = newer(item.path("reasoning").path("effort"), effort);
                format = newer(item.path("text").path("format"), format);
            }
            case "item_reference" ->
                    objections.onlyAtOpenAi(at + ".type", "An item that is stored at OpenAI");
            case "compaction_trigger", "compaction", "compaction_summary", "context_compaction" ->
                    objections.onlyAtOpenAi(at + ".type", "Compaction");
            case "computer_call",
                    "computer_call_output",
                    "local_shell_call",
                    "local_shell_call_output",
                    "shell_call",
                    "shell_call_output",
                    "apply_patch_call",
                    "apply_patch_call_output",
                    "mcp_approval_request",
                    "mcp_approval_response",
                    "tool_search_call",
                    "tool_search_output",
                    "image_generation_call",
                    "program",
                    "program_output" ->
                    objections.onlyAtOpenAi(at + ".type", "An item of type '" + type + "'");
            // tools are read before; what a hosted tool did is told by the message after it
            default -> {}
        }
    }

    private static @Nullable JsonNode newer(JsonNode update, @Nullable JsonNode old) {
        return update.isMissingNode() || update.isNull() ? old : update;
    }

    private void message(JsonNode item, String at) {
        List<Part> read = content.read(item.path("content"), at + ".content");
        switch (Tree.text(item, "role")) {
            case "user" -> turn(Role.USER, read);
            case "system", "developer" -> turn(Role.SYSTEM, read);
            case "assistant" -> {
                join(Group.ASSISTANT);
                parts.addAll(read);
            }
            default -> objections.add(at + ".role", "Expected user, assistant, system, developer.");
        }
    }

    private void turn(Role role, List<Part> of) {
        close();
        if (!of.isEmpty()) {
            turns.add(new Turn(role, of));
        }
    }

    private void call(JsonNode item, String at, String arguments) {
        String id = Tree.text(item, "call_id");
        if (id.isEmpty()) {
            objections.add(at + ".call_id", "A call needs its id.");
            return;
        }
        String name = tools.nameOf(Tree.text(item, "namespace"), Tree.text(item, "name"));
        namesOfCalls.put(id, name);
        join(Group.ASSISTANT);
        parts.add(new Part.ToolCall(id, name, arguments, signaturesOfCalls.get(id)));
    }

    private static String arguments(JsonNode item) {
        String arguments = Tree.text(item, "arguments");
        if (arguments.isBlank()) {
            return "{}";
        }
        // what a model once got wrong must not make the whole conversation unreadable
        return Tree.read(arguments).isObject()
                ? arguments
                : JsonTree.text(JsonTree.object().put("invalid_arguments", arguments));
    }

    static String ofOneString(String input) {
        ObjectNode arguments = JsonTree.object().put("input", input);
        return JsonTree.text(arguments);
    }

    private void result(JsonNode item, String at) {
        String id = Tree.text(item, "call_id");
        if (id.isEmpty()) {
            objections.add(at + ".call_id", "An output needs the id of its call.");
            return;
        }
        List<Part> output = content.read(item.path("output"), at + ".output");
        join(Group.RESULTS);
        parts.add(new Part.ToolResult(id, namesOfCalls.getOrDefault(id, ""), output, false));
    }

    private void reasoning(JsonNode item) {
        String text = texts(item.path("summary"));
        if (text.isEmpty()) {
            text = texts(item.path("content"));
        }
        String sealed = Tree.text(item, "encrypted_content");
        if (sealed.isEmpty()) {
            if (!text.isEmpty()) {
                join(Group.ASSISTANT);
                parts.add(new Part.Reasoning("", text, null, null));
            }
            return;
        }
        switch (Seal.read(sealed)) {
            case Seal.Signed(var origin, var signature) -> {
                join(Group.ASSISTANT);
                parts.add(new Part.Reasoning(origin, text, signature, null));
            }
            case Seal.Redacted(var origin, var data) -> {
                join(Group.ASSISTANT);
                parts.add(new Part.Reasoning(origin, text, null, data));
            }
            case Seal.OfCall(var callId, var signature) -> signaturesOfCalls.put(callId, signature);
            case null -> {}
        }
    }

    private static String texts(JsonNode list) {
        var texts = new ArrayList<String>();
        for (JsonNode part : list) {
            if (!Tree.text(part, "text").isEmpty()) {
                texts.add(Tree.text(part, "text"));
            }
        }
        return String.join("\n\n", texts);
    }

    private void join(Group next) {
        if (group != next) {
            close();
            group = next;
        }
    }

    private void close() {
        if (!parts.isEmpty()) {
            turns.add(new Turn(group == Group.ASSISTANT ? Role.ASSISTANT : Role.USER, parts));
        }
        parts.clear();
        group = Group.NONE;
    }
}
