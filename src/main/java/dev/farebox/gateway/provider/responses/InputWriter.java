package dev.farebox.gateway.provider.responses;

import dev.farebox.gateway.exchange.canon.Part;
import dev.farebox.gateway.exchange.canon.Turn;
import dev.farebox.gateway.exchange.canon.Turn.Role;
import dev.farebox.gateway.exchange.canon.Untranslatable;
import dev.farebox.json.JsonTree;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes turns as instructions and items. */
final class InputWriter {
    private static final String ORIGIN = "openai";

    private final ArrayNode items = JsonTree.array();
    private String instructions = "";
    private @Nullable Untranslatable refused;

    /** The message that is being written, null between messages. */
    private @Nullable ArrayNode message;

    void write(List<Turn> turns) {
        int from = 0;
        if (!turns.isEmpty() && turns.getFirst().role() == Role.SYSTEM) {
            instructions = text(turns.getFirst());
            from = 1;
        }
        for (Turn turn : turns.subList(from, turns.size())) {
            message = null;
            for (Part part : turn.parts()) {
                part(turn.role(), part);
            }
        }
    }

    String instructions() {
        return instructions;
    }

    ArrayNode items() {
        return items;
    }

    @Nullable Untranslatable refused() {
        return refused;
    }

    void refuse(String param, String why) {
        if (refused == null) {
            refused = new Untranslatable(param, why);
        }
    }

    private static String text(Turn system) {
        return system.parts().stream()
                .filter(Part.Text.class::isInstance)
                .map(part -> ((Part.Text) part).text())
                .collect(Collectors.joining("\n\n"));
    }

    private void part(Role role, Part part) {
        switch (part) {
            case Part.Text(var text) ->
                    content(role)
                            .addObject()
                            .put("type", role == Role.ASSISTANT ? "output_text" : "input_text")
                            .put("text", text);
            case Part.Image image -> media(role, image(image), "images");
            case Part.Document document -> media(role, document(document), "documents");
            case Part.Audio _ ->
                    refuse("messages", "Sound as input is not available with this model.");
            case Part.ToolCall(var id, var name, var arguments, _) ->
                    item("function_call")
                            .put("call_id", id)
                            .put("name", name)
                            .put("arguments", arguments);
            case Part.ToolResult result -> result(result);
            case Part.Reasoning reasoning -> reasoning(reasoning);
        }
    }

    private ObjectNode item(String type) {
        message = null;
        return items.addObject().put("type", type);
    }

    /** Parts of one message stay together until something else stands between them. */
    private ArrayNode content(Role role) {
        if (message == null) {
            message = item("message").put("role", word(role)).putArray("content");
        }
        return message;
    }

    private static String word(Role role) {
        return switch (role) {
            case SYSTEM -> "developer";
            case USER -> "user";
            case ASSISTANT -> "assistant";
        };
    }

    private void media(Role role, ObjectNode written, String what) {
        if (role == Role.ASSISTANT) {
            refuse("messages", "Earlier answers with " + what + " cannot be sent to this model.");
        } else {
            content(role).add(written);
        }
    }

    private static ObjectNode image(Part.Image image) {
        return JsonTree.object()
                .put("type", "input_image")
                .put("image_url", url(image.source()))
                .put("detail", image.detail().isEmpty() ? "auto" : image.detail());
    }

    private static ObjectNode document(Part.Document document) {
        ObjectNode file = JsonTree.object().put("type", "input_file");
        return switch (document.source()) {
            case Part.Source.Url(var url) -> file.put("file_url", url);
            case Part.Source.Inline inline ->
                    file.put("filename", document.name().isEmpty() ? "document" : document.name())
                            .put("file_data", url(inline));
        };
    }

    private static String url(Part.Source source) {
        return switch (source) {
            case Part.Source.Url(var url) -> url;
            case Part.Source.Inline(var type, var base64) -> "data:" + type + ";base64," + base64;
        };
    }

    private void result(Part.ToolResult result) {
        ObjectNode item = item("function_call_output").put("call_id", result.callId());
        if (result.content().stream().allMatch(Part.Text.class::isInstance)) {
            item.put(
                    "output",
                    result.content().stream()
                            .map(part -> ((Part.Text) part).text())
                            .collect(Collectors.joining("\n\n")));
            return;
        }
        ArrayNode output = item.putArray("output");
        for (Part part : result.content()) {
            switch (part) {
                case Part.Text(var text) ->
                        output.addObject().put("type", "input_text").put("text", text);
                case Part.Image image -> output.add(image(image));
                case Part.Document document -> output.add(document(document));
                case Part.Audio _, Part.ToolCall _, Part.ToolResult _, Part.Reasoning _ ->
                        refuse("messages", "The result of a tool is text, images or documents.");
            }
        }
    }

    /** Thinking of others is theirs, and what was never sealed is of no use to the model. */
    private void reasoning(Part.Reasoning reasoning) {
        String sealed =
                reasoning.signature() == null ? reasoning.redacted() : reasoning.signature();
        if (!reasoning.origin().equals(ORIGIN) || sealed == null) {
            return;
        }
        ObjectNode item = item("reasoning");
        ArrayNode summary = item.putArray("summary");
        if (!reasoning.text().isEmpty()) {
            summary.addObject().put("type", "summary_text").put("text", reasoning.text());
        }
        item.put("encrypted_content", sealed);
    }
}
