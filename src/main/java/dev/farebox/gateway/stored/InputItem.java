package dev.farebox.gateway.stored;

import java.util.HashSet;
import java.util.Set;
import tools.jackson.core.JsonToken;

/** One item of a response's input, as far as it may stand for one that the upstream keeps. */
final class InputItem {
    private static final String REPEATS = "?";

    private final int depth;
    private String type = "";
    private String id = "";
    private boolean said;
    private boolean hasRole;
    private boolean repeats;
    private final Set<String> seen = new HashSet<>();

    InputItem(int depth) {
        this.depth = depth;
    }

    /** Of its object. */
    int depth() {
        return depth;
    }

    /** {@code text} is empty where the value is no string. */
    void member(String name, JsonToken token, String text) {
        switch (name) {
            case "type" -> type = text;
            case "id" -> id = text;
            case "role" -> hasRole = token == JsonToken.VALUE_STRING;
            case "encrypted_content", "result" -> said |= !text.isEmpty();
            default -> {
                return;
            }
        }
        repeats |= !seen.add(name);
    }

    /** Its list {@code content} is not empty. */
    void hasContent() {
        said = true;
    }

    /**
     * Its id where it is looked up there: what says so, what says nothing else, and thinking and
     * images that are not sent along. Else empty. Of an item that says something twice nobody knows
     * which the upstream would take, so it refers to nothing that there is.
     */
    String refersTo() {
        if (repeats) {
            return REPEATS;
        }
        return switch (type) {
            case "item_reference" -> id;
            case "" -> hasRole ? "" : id;
            case "reasoning", "image_generation_call" -> said ? "" : id;
            default -> "";
        };
    }
}
