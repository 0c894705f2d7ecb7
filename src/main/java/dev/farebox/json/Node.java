package dev.farebox.json;

import java.util.List;
import java.util.Map;

/** A value in a document and the line it starts on, from 1. Immutable; fields keep their order. */
public sealed interface Node {
    int line();

    record Fields(int line, Map<String, Node> fields) implements Node {}

    record Items(int line, List<Node> items) implements Node {}

    record Text(int line, String value) implements Node {}

    /** {@code text} as it was written, such as {@code 2.5e-06}. */
    record Numeral(int line, String text) implements Node {}

    record Flag(int line, boolean value) implements Node {}

    record Nothing(int line) implements Node {}

    /** What it is, for a sentence about what was expected instead. */
    default String kind() {
        return switch (this) {
            case Fields _ -> "an object";
            case Items _ -> "a list";
            case Text _ -> "a string";
            case Numeral _ -> "a number";
            case Flag _ -> "true or false";
            case Nothing _ -> "nothing";
        };
    }
}
