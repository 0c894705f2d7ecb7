package dev.farebox.gateway.wire.openai;

import dev.farebox.gateway.exchange.canon.Untranslatable;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The first thing in a request that cannot be translated; reading goes on, so that it is first. */
final class Objections {
    private @Nullable Untranslatable first;

    @Nullable Untranslatable first() {
        return first;
    }

    void add(String param, String why) {
        if (first == null) {
            first = new Untranslatable(param, why);
        }
    }

    /** {@code param} has no counterpart in the dialect of the model's provider. */
    void unsupported(String param) {
        add(param, "'" + param + "' is not supported for this model.");
    }

    void wrong(String param, String expected) {
        add(param, "Invalid '" + param + "': expected " + expected + ".");
    }

    /** The text of a string; empty where it is absent or null. */
    String text(JsonNode node, String param) {
        if (isAbsent(node)) {
            return "";
        }
        if (!node.isString()) {
            wrong(param, "a string");
            return "";
        }
        return node.stringValue();
    }

    /** The text of a string that must not be empty. */
    String required(JsonNode node, String param) {
        String text = text(node, param);
        if (text.isEmpty()) {
            wrong(param, "a string that is not empty");
        }
        return text;
    }

    boolean bool(JsonNode node, String param, boolean absent) {
        if (isAbsent(node)) {
            return absent;
        }
        if (!node.isBoolean()) {
            wrong(param, "a boolean");
            return absent;
        }
        return node.booleanValue();
    }

    /** An integer of at most 18 digits; null where it is absent, null or at fault. */
    @Nullable Long integer(JsonNode node, String param) {
        if (isAbsent(node)) {
            return null;
        }
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            wrong(param, "an integer");
            return null;
        }
        return node.longValue();
    }

    /** A number from {@code least} to {@code most}; null where it is absent, null or at fault. */
    @Nullable BigDecimal number(JsonNode node, String param, int least, int most) {
        if (isAbsent(node)) {
            return null;
        }
        boolean inRange =
                node.isNumber()
                        && node.decimalValue().compareTo(BigDecimal.valueOf(least)) >= 0
                        && node.decimalValue().compareTo(BigDecimal.valueOf(most)) <= 0;
        if (!inRange) {
            wrong(param, "a number from " + least + " to " + most);
            return null;
        }
        return node.decimalValue();
    }

    static boolean isAbsent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }
}
