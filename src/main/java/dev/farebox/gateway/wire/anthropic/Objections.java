package dev.farebox.gateway.wire.anthropic;

import dev.farebox.gateway.exchange.canon.Untranslatable;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The first thing in a request that cannot be translated; reading goes on behind it. */
final class Objections {
    private @Nullable Untranslatable first;

    @Nullable Untranslatable first() {
        return first;
    }

    void unsupported(String param, String what) {
        add(param, param + ": " + what + " not supported for this model");
    }

    void wrong(String param, String expected) {
        add(param, param + ": Input should be " + expected);
    }

    private void add(String param, String why) {
        if (first == null) {
            first = new Untranslatable(param, why);
        }
    }

    /** The text of a string; empty where it is absent or null. */
    String text(JsonNode node, String param) {
        if (!isAbsent(node) && !node.isString()) {
            wrong(param, "a string");
        }
        return node.isString() ? node.stringValue() : "";
    }

    /** The text of a string that must not be empty. */
    String required(JsonNode node, String param) {
        String text = text(node, param);
        if (text.isEmpty()) {
            wrong(param, "a string that is not empty");
        }
        return text;
    }

    static boolean isAbsent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }
}
