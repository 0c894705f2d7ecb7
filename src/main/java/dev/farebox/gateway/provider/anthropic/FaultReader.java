package dev.farebox.gateway.provider.anthropic;

import dev.farebox.gateway.exchange.SafeText;
import dev.farebox.gateway.exchange.UpstreamFault;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Collects what an upstream says about an error: {@code {"type", "message",
 * "details":{"error_code"}}}, or the forms of those who only imitate the dialect.
 */
final class FaultReader {
    private static final int MAX_WORD = 64;

    private @Nullable String type;
    private @Nullable String code;
    private @Nullable String param;
    private @Nullable String message;

    /** Reads the value of a member {@code error}; false where it means that there is none. */
    boolean error(JsonParser parser) {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_STRING) {
            message = parser.getString();
            return !message.isEmpty();
        }
        if (token != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return token == JsonToken.START_ARRAY;
        }
        object(parser);
        return true;
    }

    private void object(JsonParser parser) {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("details") && value == JsonToken.START_OBJECT) {
                details(parser);
            } else if (value.isScalarValue() && value != JsonToken.VALUE_NULL) {
                member(name, parser);
            }
            parser.skipChildren();
        }
    }

    private void details(JsonParser parser) {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            if (parser.nextToken() == JsonToken.VALUE_STRING && name.equals("error_code")) {
                code = word(parser);
            }
            parser.skipChildren();
        }
    }

    private void member(String name, JsonParser parser) {
        switch (name) {
            case "message" -> message = parser.getString();
            case "type" -> type = word(parser);
            case "code" -> code = word(parser);
            case "param" -> param = word(parser);
            default -> {}
        }
    }

    UpstreamFault fault(int httpStatus) {
        String safe = message == null ? "" : SafeText.of(message);
        return new UpstreamFault(httpStatus, type, code, param, safe);
    }

    private static String word(JsonParser parser) {
        String text = SafeText.of(parser.getString());
        return text.length() > MAX_WORD ? text.substring(0, MAX_WORD) : text;
    }
}
