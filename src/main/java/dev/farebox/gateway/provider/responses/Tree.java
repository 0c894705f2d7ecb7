package dev.farebox.gateway.provider.responses;

import dev.farebox.json.JsonTree;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Looks into trees of JSON whose shape nobody has promised. */
final class Tree {
    private Tree() {}

    /** What cannot be read is nothing. */
    static JsonNode read(byte[] json, int offset, int length) {
        return JsonTree.read(json, offset, length).orElse(MissingNode.getInstance());
    }

    /** A string member, empty where there is none. */
    static String text(@Nullable JsonNode node, String name) {
        JsonNode value = node == null ? null : node.get(name);
        return value != null && value.isString() ? value.stringValue() : "";
    }
}
