package dev.farebox.gateway.wire.openai;

import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.canon.CanonEvent.ToolArguments;
import dev.farebox.gateway.exchange.canon.CanonEvent.ToolStarted;
import dev.farebox.json.JsonTree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The tool calls of one answer as a chat client gets them. The arguments of a call to a custom tool
 * are kept back until they are whole, because what the client asked for is the text within.
 */
final class ChatCalls {
    private static final byte[] CUSTOM = "\"custom\"".getBytes(StandardCharsets.US_ASCII);

    private static final class Call {
        final ToolStarted head;
        final boolean custom;
        final StringBuilder arguments = new StringBuilder();

        Call(ToolStarted head, boolean custom) {
            this.head = head;
            this.custom = custom;
        }
    }

    private final Set<String> customTools;
    private final Map<Integer, Call> calls = new TreeMap<>();

    private ChatCalls(Set<String> customTools) {
        this.customTools = customTools;
    }

    static ChatCalls of(ClientRequest request) {
        return new ChatCalls(
                contains(request.body(), CUSTOM)
                        ? JsonTree.read(request.body())
                                .map(body -> ChatTools.custom(body.path("tools")))
                                .orElse(Set.of())
                        : Set.of());
    }

    private static boolean contains(byte[] bytes, byte[] part) {
        for (int at = 0; at + part.length <= bytes.length; at++) {
            int same = 0;
            while (same < part.length && bytes[at + same] == part[same]) {
                same++;
            }
            if (same == part.length) {
                return true;
            }
        }
        return false;
    }

    boolean any() {
        return !calls.isEmpty();
    }

    /** The first piece of a call; empty where it is kept back. */
    Optional<ObjectNode> started(ToolStarted head) {
        var call = new Call(head, customTools.contains(head.name()));
        calls.put(head.index(), call);
        return call.custom
                ? Optional.empty()
                : Optional.of(whole(call, "").put("index", head.index()));
    }

    /** More of the arguments; empty where they are kept back. */
    Optional<ObjectNode> more(ToolArguments piece) {
        Call call = calls.get(piece.index());
        if (call == null || piece.fragment().isEmpty()) {
            return Optional.empty();
        }
        call.arguments.append(piece.fragment());
        return call.custom
                ? Optional.empty()
                : Optional.of(arguments(piece.index(), piece.fragment()));
    }

    /** What is owed when the answer stops: custom calls, and arguments where none came. */
    List<ObjectNode> unsent() {
        var pieces = new ArrayList<ObjectNode>();
        calls.forEach((index, call) -> {
            if (call.custom) {
                pieces.add(whole(call, "").put("index", index));
            } else if (call.arguments.isEmpty()) {
                pieces.add(arguments(index, "{}"));
            }
        });
        return pieces;
    }

    /** All calls, each in one piece. */
    Collection<ObjectNode> whole() {
        return calls.values().stream()
                .map(call ->
                        whole(call, call.arguments.isEmpty() ? "{}" : call.arguments.toString()))
                .toList();
    }

    private static ObjectNode arguments(int index, String fragment) {
        ObjectNode piece = JsonTree.object().put("index", index);
        piece.putObject("function").put("arguments", fragment);
        return piece;
    }

    private static ObjectNode whole(Call call, String arguments) {
        ObjectNode form = JsonTree.object().put("id", call.head.id());
        if (call.custom) {
            form.put("type", "custom")
                    .putObject("custom")
                    .put("name", call.head.name())
                    .put("input", input(call.arguments.toString()));
        } else {
            form.put("type", "function")
                    .putObject("function")
                    .put("name", call.head.name())
                    .put("arguments", arguments);
        }
        return form;
    }

    private static String input(String arguments) {
        return JsonTree.read(arguments)
                .map(form -> form.path(ChatTools.INPUT))
                .filter(JsonNode::isString)
                .map(JsonNode::stringValue)
                .orElse(arguments);
    }
}
