package dev.farebox.gateway.wire.responses;

import dev.farebox.gateway.exchange.Scan.Invalid;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** What is wrong with a request: the first fault of its body, in OpenAI's words. */
final class Faults {
    private final JsonParser parser;
    private @Nullable Invalid first;

    Faults(JsonParser parser) {
        this.parser = parser;
    }

    static Invalid unreadable(String why) {
        return new Invalid(
                "We could not parse the JSON body of your request: " + why + ".",
                null,
                "invalid_json");
    }

    @Nullable Invalid first() {
        return first;
    }

    void add(String message, @Nullable String param, @Nullable String code) {
        if (first == null) {
            first = new Invalid(message, param, code);
        }
    }

    void missing(String name) {
        add("Missing required parameter: '" + name + "'.", name, "missing_required_parameter");
    }

    /** The value at which the parser stands. */
    boolean bool(String name) {
        JsonToken token = parser.currentToken();
        if (!token.isBoolean() && token != JsonToken.VALUE_NULL) {
            wrongType(name, "a boolean");
        }
        return token == JsonToken.VALUE_TRUE;
    }

    /** An integer of at least 1; {@code absent} where it is null or at fault. */
    long positive(String name, long absent) {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return absent;
        }
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            wrongType(name, "an integer");
            return absent;
        }
        String digits = parser.getString();
        if (digits.length() <= 18 && parser.getLongValue() >= 1) {
            return parser.getLongValue();
        }
        boolean low = digits.startsWith("-") || digits.equals("0");
        add(
                "Invalid '"
                        + name
                        + "': integer "
                        + (low ? "below minimum" : "above maximum")
                        + " value.",
                name,
                low ? "integer_below_min_value" : "integer_above_max_value");
        return absent;
    }

    void wrongType(String name, String expected) {
        String got =
                switch (parser.currentToken()) {
                    case START_OBJECT -> "an object";
                    case START_ARRAY -> "an array";
                    case VALUE_STRING -> "a string";
                    case VALUE_NUMBER_INT -> "an integer";
                    case VALUE_NUMBER_FLOAT -> "a decimal";
                    case VALUE_TRUE, VALUE_FALSE -> "a boolean";
                    case null, default -> "null";
                };
        add(
                String.format(
                        Locale.ROOT,
                        "Invalid type for '%s': expected %s, but got %s instead.",
                        name,
                        expected,
                        got),
                name,
                "invalid_type");
    }
}
