package dev.farebox.gateway.provider.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.farebox.gateway.exchange.canon.Part;
import dev.farebox.gateway.exchange.canon.Turn;
import dev.farebox.gateway.exchange.canon.Turn.Role;
import dev.farebox.gateway.exchange.canon.Untranslatable;
import dev.farebox.json.JsonTree;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes turns as messages: system turns are hoisted and joined, neighbours of one role become one
 * message, and in a user's message the results of tools come first.
 */
final class TurnsWriter {
    /** One message while it grows. */
    private record Message(Role role, ArrayNode results, ArrayNode blocks) {
        static Message of(Role role) {
            return new Message(role, JsonTree.object().arrayNode(), JsonTree.object().arrayNode());
        }

        boolean isEmpty() {
            return results.isEmpty() && blocks.isEmpty();
        }
    }

    private final ArrayNode system = JsonTree.object().arrayNode();
    private final List<Message> messages = new ArrayList<>();
    private @Nullable Untranslatable refused;

    @Nullable Untranslatable refused() {
        return refused;
    }

    void add(List<Turn> turns) {
        for (Turn turn : turns) {
            if (turn.role() == Role.SYSTEM) {
                turn.parts().forEach(this::system);
            } else {
                message(turn);
            }
        }
        messages.removeIf(Message::isEmpty);
    }

    private void system(Part part) {
        if (part instanceof Part.Text(String text)) {
            text(text, system);
        } else {
            refuse("A system message can only hold text for this model.");
        }
    }

    private void message(Turn turn) {
        boolean joins = !messages.isEmpty() && messages.getLast().role == turn.role();
        if (!joins) {
            messages.add(Message.of(turn.role()));
        }
        Message message = messages.getLast();
        for (Part part : turn.parts()) {
            boolean result = part instanceof Part.ToolResult;
            part(part, turn.role(), result ? message.results : message.blocks);
        }
    }

    /** A conversation of system texts alone is taken for what the user says. */
    void write(ObjectNode body) {
        boolean alone = messages.isEmpty();
        if (!alone && !system.isEmpty()) {
            body.set("system", system);
        }
        ArrayNode array = body.putArray("messages");
        if (alone && !system.isEmpty()) {
            array.addObject().put("role", "user").set("content", system);
        }
        for (Message message : messages) {
            ObjectNode form = array.addObject();
            form.put("role", message.role == Role.USER ? "user" : "assistant");
            form.set("content", message.results.addAll(message.blocks));
        }
    }

    boolean isEmpty() {
        return messages.isEmpty() && system.isEmpty();
    }

    /**
     * Whether the model is to go on after tool results, while its call stands there without the
     * thinking that led to it: with a budget of thinking, that is refused upstream.
     */
    boolean lacksThinking() {
        int last = messages.size() - 1;
        return last > 0
                && !messages.get(last).results.isEmpty()
                && !messages.get(last - 1)
                        .blocks
                        .path(0)
                        .path("type")
                        .asString("")
                        .endsWith("thinking");
    }

    private void part(Part part, Role role, ArrayNode out) {
        boolean user = role == Role.USER;
        switch (part) {
            case Part.Text(String text) -> text(text, out);
            case Part.Image image when user -> image(image.source(), out);
            case Part.Document document when user -> document(document, out);
            case Part.Image _, Part.Document _ ->
                    refuse("Images and documents can only come from the user for this model.");
            case Part.Audio _ -> refuse("Audio is not supported for this model.");
            case Part.ToolCall call -> call(call, out);
            case Part.ToolResult result -> result(result, out);
            case Part.Reasoning reasoning -> {
                if (!user && reasoning.origin().equals(AnthropicProvider.ORIGIN)) {
                    reasoning(reasoning, out);
                }
            }
        }
    }

    /** Empty texts are refused upstream and say nothing. */
    private static void text(String text, ArrayNode out) {
        if (!text.isEmpty()) {
            out.addObject().put("type", "text").put("text", text);
        }
    }

    private static void image(Part.Source source, ArrayNode out) {
        source(source, out.addObject().put("type", "image"));
    }

    private static void source(Part.Source source, ObjectNode block) {
        ObjectNode form = block.putObject("source");
        switch (source) {
            case Part.Source.Inline(String media, String base64) ->
                    form.put("type", "base64").put("media_type", media).put("data", base64);
            case Part.Source.Url(String url) -> form.put("type", "url").put("url", url);
        }
    }

    private void document(Part.Document document, ArrayNode out) {
        ObjectNode block = JsonTree.object().put("type", "document");
        if (document.source() instanceof Part.Source.Inline(String media, String base64)
                && media.startsWith("text/")) {
            String text = decoded(base64);
            block.putObject("source")
                    .put("type", "text")
                    .put("media_type", "text/plain")
                    .put("data", text);
        } else if (document.source() instanceof Part.Source.Inline(String media, _)
                && !media.equals("application/pdf")) {
            refuse("Documents other than PDF and text are not supported for this model.");
            return;
        } else {
            source(document.source(), block);
        }
        if (!document.name().isEmpty()) {
            block.put("title", document.name());
        }
        out.add(block);
    }

    private String decoded(String base64) {
        try {
            return new String(Base64.getMimeDecoder().decode(base64), UTF_8);
        } catch (IllegalArgumentException _) {
            refuse("A document is not base64.");
            return "";
        }
    }

    private static void call(Part.ToolCall call, ArrayNode out) {
        JsonNode input =
                JsonTree.read(call.arguments())
                        .filter(JsonNode::isObject)
                        .orElseGet(() -> unreadable(call.arguments()));
        ObjectNode block =
                out.addObject()
                        .put("type", "tool_use")
                        .put("id", id(call.id()))
                        .put("name", call.name());
        block.set("input", input);
    }

    /** A model's own slip, which the dialect cannot hold as it stands. */
    private static ObjectNode unreadable(String arguments) {
        return arguments.isBlank()
                ? JsonTree.object()
                : JsonTree.object().put("arguments", arguments);
    }

    private void result(Part.ToolResult result, ArrayNode out) {
        ObjectNode block =
                JsonTree.object()
                        .put("type", "tool_result")
                        .put("tool_use_id", id(result.callId()));
        ArrayNode content = block.putArray("content");
        result.content().forEach(part -> part(part, Role.USER, content));
        if (content.isEmpty()) {
            block.remove("content");
        }
        if (result.error()) {
            block.put("is_error", true);
        }
        out.add(block);
    }

    /** Letters, digits, hyphens and underscores only; the same id always becomes the same. */
    private static String id(String id) {
        String fit = id.replaceAll("[^a-zA-Z0-9_-]", "_");
        return fit.equals(id) ? id : fit + "_" + Integer.toHexString(id.hashCode());
    }

    /** What is not signed cannot go back. */
    private static void reasoning(Part.Reasoning reasoning, ArrayNode out) {
        if (reasoning.redacted() != null) {
            out.addObject().put("type", "redacted_thinking").put("data", reasoning.redacted());
        } else if (reasoning.signature() != null) {
            out.addObject()
                    .put("type", "thinking")
                    .put("thinking", reasoning.text())
                    .put("signature", reasoning.signature());
        }
    }

    private void refuse(String why) {
        if (refused == null) {
            refused = new Untranslatable("messages", why);
        }
    }
}
