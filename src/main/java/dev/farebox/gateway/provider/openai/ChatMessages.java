package dev.farebox.gateway.provider.openai;

import dev.farebox.gateway.exchange.canon.Part;
import dev.farebox.gateway.exchange.canon.Turn;
import dev.farebox.gateway.exchange.canon.Turn.Role;
import dev.farebox.gateway.exchange.canon.Untranslatable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns as the messages of a chat request.
 *
 * <p>The results of an assistant's calls follow it at once, each a message of its own, before
 * anything else that was said until the assistant's next turn: chat servers refuse any other order.
 * They carry text only, so their images follow in a user's message that names the call.
 */
final class ChatMessages {
    private final ArrayNode messages;
    private @Nullable Untranslatable refused;

    ChatMessages(ArrayNode messages) {
        this.messages = messages;
    }

    /** Why they cannot be written; null where they can. */
    @Nullable Untranslatable refused() {
        return refused;
    }

    void write(List<Turn> turns) {
        var others = new ArrayList<Turn>();
        for (Turn turn : turns) {
            if (turn.role() == Role.ASSISTANT) {
                between(others);
                others.clear();
                assistant(turn.parts());
            } else {
                others.add(turn);
            }
        }
        between(others);
    }

    /** What stands between two turns of the assistant. */
    private void between(List<Turn> turns) {
        var images = new ArrayList<Part>();
        for (Turn turn : turns) {
            for (Part part : turn.parts()) {
                if (part instanceof Part.ToolResult result) {
                    result(result, images);
                }
            }
        }
        if (!images.isEmpty()) {
            message("user").set("content", content(images));
        }
        for (Turn turn : turns) {
            List<Part> rest =
                    turn.parts().stream()
                            .filter(part -> !(part instanceof Part.ToolResult))
                            .toList();
            if (!rest.isEmpty() || turn.parts().isEmpty()) {
                said(turn.role(), rest);
            }
        }
    }

    private void result(Part.ToolResult result, List<Part> images) {
        message("tool").put("tool_call_id", result.callId()).put("content", text(result.content()));
        List<Part> seen =
                result.content().stream().filter(part -> part instanceof Part.Image).toList();
        if (!seen.isEmpty()) {
            images.add(new Part.Text("Images from the tool call " + result.callId() + ":"));
            images.addAll(seen);
        }
    }

    private void said(Role role, List<Part> parts) {
        boolean onlyText = parts.stream().allMatch(part -> part instanceof Part.Text);
        if (role == Role.SYSTEM && !onlyText) {
            refuse("The system prompt of this model takes text only.");
        }
        ObjectNode message = message(role == Role.SYSTEM ? "system" : "user");
        if (onlyText && parts.size() <= 1) {
            message.put("content", text(parts));
        } else {
            message.set("content", content(parts));
        }
    }

    private void assistant(List<Part> parts) {
        var calls = new ArrayList<Part.ToolCall>();
        var thoughts = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Part.Text _ -> {}
                case Part.ToolCall call -> calls.add(call);
                case Part.Reasoning thought -> {
                    // only what came from such a server may go back to one
                    if (thought.origin().equals(ChatDecoder.ORIGIN)) {
                        thoughts.append(thought.text());
                    }
                }
                case Part.Image _, Part.Document _, Part.Audio _, Part.ToolResult _ ->
                        refuse("An assistant's turn takes text and tool calls only.");
            }
        }
        String text = text(parts);
        if (text.isEmpty() && calls.isEmpty() && thoughts.isEmpty() && !parts.isEmpty()) {
            return;
        }
        ObjectNode message = message("assistant");
        message.put("content", text.isEmpty() && !calls.isEmpty() ? null : text);
        if (!thoughts.isEmpty()) {
            message.put("reasoning_content", thoughts.toString());
        }
        if (!calls.isEmpty()) {
            ArrayNode list = message.putArray("tool_calls");
            calls.forEach(call -> call(list.addObject(), call));
        }
    }

    private static void call(ObjectNode form, Part.ToolCall call) {
        form.put("id", call.id())
                .put("type", "function")
                .putObject("function")
                .put("name", call.name())
                .put("arguments", call.arguments());
    }

    private ObjectNode message(String role) {
        return messages.addObject().put("role", role);
    }

    private ArrayNode content(List<Part> parts) {
        ArrayNode content = messages.arrayNode();
        for (Part part : parts) {
            switch (part) {
                case Part.Text(String text) ->
                        content.addObject().put("type", "text").put("text", text);
                case Part.Image image -> ChatMedia.image(content.addObject(), image);
                case Part.Audio audio -> ChatMedia.audio(content.addObject(), audio);
                case Part.Document document ->
                        ChatMedia.document(content.addObject(), document).ifPresent(this::refuse);
                case Part.Reasoning _ -> {}
                case Part.ToolCall _, Part.ToolResult _ ->
                        refuse("A user's turn cannot make tool calls.");
            }
        }
        return content;
    }

    private static String text(List<Part> parts) {
        return parts.stream()
                .map(part -> part instanceof Part.Text(String text) ? text : "")
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("\n\n"));
    }

    private void refuse(String why) {
        if (refused == null) {
            refused = new Untranslatable("messages", why);
        }
    }
}
