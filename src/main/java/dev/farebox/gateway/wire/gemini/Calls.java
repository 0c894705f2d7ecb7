package dev.farebox.gateway.wire.gemini;

import dev.farebox.json.JsonTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Keeps the calls of an answer until their arguments are whole: this dialect has no pieces. */
final class Calls {
    /** Each try reads all arguments so far; pieces and text may alternate a million times. */
    private static final int MOST_TRIES = 16;

    private static final class Call {
        int tries;
        final String id;
        final String name;
        final @Nullable String signature;
        final StringBuilder arguments = new StringBuilder();

        Call(String id, String name, @Nullable String signature) {
            this.id = id;
            this.name = name;
            this.signature = signature;
        }
    }

    private final Map<Integer, Call> waiting = new TreeMap<>();

    void start(int index, String id, String name, @Nullable String signature) {
        waiting.put(index, new Call(id, name, signature));
    }

    void append(int index, String fragment) {
        Call call = waiting.get(index);
        if (call != null) {
            call.arguments.append(fragment);
        }
    }

    /** The parts of all calls whose arguments are an object, or nothing at all. */
    List<ObjectNode> takeAll() {
        waiting.values().forEach(call -> call.tries = 0);
        return takeWhole();
    }

    /** The same, before the end; what was often not whole is left for then. */
    List<ObjectNode> takeWhole() {
        var parts = new ArrayList<ObjectNode>();
        waiting.values()
                .removeIf(call -> {
                    Optional<JsonNode> arguments =
                            call.tries++ < MOST_TRIES ? arguments(call) : Optional.empty();
                    arguments.ifPresent(object -> parts.add(part(call, object)));
                    return arguments.isPresent();
                });
        return parts;
    }

    /** Whether calls are left that never became whole. */
    boolean hasBroken() {
        return !waiting.isEmpty();
    }

    private static Optional<JsonNode> arguments(Call call) {
        String text = call.arguments.toString().strip();
        return text.isEmpty()
                ? Optional.of(JsonTree.object())
                : JsonTree.read(text).filter(JsonNode::isObject);
    }

    private static ObjectNode part(Call call, JsonNode arguments) {
        ObjectNode part = JsonTree.object();
        ObjectNode said = part.putObject("functionCall");
        said.put("id", call.id);
        said.put("name", call.name);
        said.set("args", arguments);
        if (call.signature != null) {
            part.put("thoughtSignature", call.signature);
        }
        return part;
    }
}
