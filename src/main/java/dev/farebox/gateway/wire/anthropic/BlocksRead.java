package dev.farebox.gateway.wire.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.farebox.gateway.exchange.canon.Part;
import dev.farebox.gateway.exchange.canon.Turn;
import dev.farebox.json.JsonTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the system text and the messages of a request into turns. */
final class BlocksRead {
    /** Claude Code's first block differs from request to request, which no cache survives. */
    private static final String BILLING = "x-anthropic-billing-header";

    private final Objections objections;
    private final List<Turn> turns = new ArrayList<>();
    private final Map<String, String> toolNames = new HashMap<>();

    /** What the provider of the next call needs back with it. */
    private @Nullable String callSignature;

    BlocksRead(Objections objections) {
        this.objections = objections;
    }

    List<Turn> turns() {
        return turns;
    }

    void system(JsonNode system) {
        if (!Objections.isAbsent(system)) {
            add(Turn.Role.SYSTEM, parts(system, "system"));
        }
    }

    void messages(JsonNode messages) {
        int index = 0;
        for (JsonNode message : messages) {
            String at = "messages." + index++;
            switch (message.path("role").asString("")) {
                case "user" -> message(Turn.Role.USER, message, at);
                case "assistant" -> message(Turn.Role.ASSISTANT, message, at);
                case "system" -> message(Turn.Role.SYSTEM, message, at);
                default -> objections.wrong(at + ".role", "'user', 'assistant' or 'system'");
            }
        }
    }

    private void message(Turn.Role role, JsonNode message, String at) {
        callSignature = null;
        add(role, parts(message.path("content"), at + ".content"));
    }

    private void add(Turn.Role role, List<Part> parts) {
        var kept = new ArrayList<Part>();
        for (Part part : parts) {
            boolean billing =
                    role == Turn.Role.SYSTEM
                            && part instanceof Part.Text(String text)
                            && text.startsWith(BILLING);
            if (!billing) {
                kept.add(part);
            }
        }
        if (!kept.isEmpty()) {
            turns.add(new Turn(role, kept));
        }
    }

    private List<Part> parts(JsonNode content, String at) {
        var parts = new ArrayList<Part>();
        if (content.isString()) {
            text(content, at, parts);
        } else if (content.isArray()) {
            int index = 0;
            for (JsonNode block : content) {
                block(block, at + "." + index++, parts);
            }
        } else {
            objections.wrong(at, "a string or a list of blocks");
        }
        return parts;
    }

    private void text(JsonNode node, String at, List<Part> parts) {
        String text = objections.text(node, at);
        if (!text.isEmpty()) {
            parts.add(new Part.Text(text));
        }
    }

    private void block(JsonNode block, String at, List<Part> parts) {
        String type = block.path("type").asString("");
        switch (type) {
            case "text" -> text(block.path("text"), at + ".text", parts);
            case "image" -> image(block.path("source"), at + ".source", parts);
            case "document" -> document(block, at, parts);
            case "tool_use" -> call(block, at, parts);
            case "tool_result" -> result(block, at, parts);
            case "thinking" ->
                    thinking(
                            objections.text(block.path("thinking"), at + ".thinking"),
                            objections.text(block.path("signature"), at + ".signature"),
                            parts);
            case "redacted_thinking" ->
                    redacted(objections.text(block.path("data"), at + ".data"), parts);
            // only says that another model took over here
            case "fallback" -> {}
            default -> objections.unsupported(at + ".type", "blocks of this type are");
        }
    }

    private void image(JsonNode source, String at, List<Part> parts) {
        Part.Source where = source(source, at);
        if (where != null) {
            parts.add(new Part.Image(where, ""));
        }
    }

    private Part.@Nullable Source source(JsonNode source, String at) {
        return switch (source.path("type").asString("")) {
            case "base64" ->
                    new Part.Source.Inline(
                            objections.required(source.path("media_type"), at + ".media_type"),
                            objections.required(source.path("data"), at + ".data"));
            case "url" -> new Part.Source.Url(objections.required(source.path("url"), at + ".url"));
            default -> {
                objections.unsupported(at + ".type", "sources of this type are");
                yield null;
            }
        };
    }

    private void document(JsonNode block, String at, List<Part> parts) {
        JsonNode source = block.path("source");
        switch (source.path("type").asString("")) {
            case "text" -> text(source.path("data"), at + ".source.data", parts);
            case "content" -> parts.addAll(parts(source.path("content"), at + ".source.content"));
            default -> {
                Part.Source where = source(source, at + ".source");
                if (where != null) {
                    String title = objections.text(block.path("title"), at + ".title");
                    parts.add(new Part.Document(where, title));
                }
            }
        }
    }

    private void call(JsonNode block, String at, List<Part> parts) {
        String id = objections.required(block.path("id"), at + ".id");
        String name = objections.required(block.path("name"), at + ".name");
        JsonNode input = block.path("input");
        if (!input.isObject()) {
            objections.wrong(at + ".input", "an object");
        }
        toolNames.put(id, name);
        String arguments = input.isObject() ? new String(JsonTree.bytes(input), UTF_8) : "{}";
        parts.add(new Part.ToolCall(id, name, arguments, callSignature));
        callSignature = null;
    }

    private void result(JsonNode block, String at, List<Part> parts) {
        String id = objections.required(block.path("tool_use_id"), at + ".tool_use_id");
        JsonNode content = block.path("content");
        List<Part> given =
                Objections.isAbsent(content) ? List.of() : parts(content, at + ".content");
        for (Part part : given) {
            if (!(part instanceof Part.Text) && !(part instanceof Part.Image)) {
                objections.unsupported(at + ".content", "only text and images are");
            }
        }
        boolean error = block.path("is_error").asBoolean(false);
        parts.add(new Part.ToolResult(id, toolNames.getOrDefault(id, ""), given, error));
    }

    private void thinking(String text, String signature, List<Part> parts) {
        Signatures.Read read = Signatures.read(signature);
        if (read.ofCall()) {
            callSignature = read.signature();
            return;
        }
        String signed = read.signature().isEmpty() ? null : read.signature();
        parts.add(new Part.Reasoning(read.origin(), text, signed, null));
    }

    private static void redacted(String data, List<Part> parts) {
        Signatures.Read read = Signatures.read(data);
        if (!read.ofCall() && !read.signature().isEmpty()) {
            parts.add(new Part.Reasoning(read.origin(), "", null, read.signature()));
        }
    }
}
