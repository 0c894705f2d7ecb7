package dev.farebox.gateway.provider.openai;

import dev.farebox.gateway.exchange.SafeText;
import dev.farebox.gateway.exchange.UpstreamFault;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Collects what an upstream says about an error, in any of the shapes that vendors use. */
public final class FaultReader {
    private static final int MAX_WORD = 64;

    private @Nullable String type;
    private @Nullable String code;
    private @Nullable String param;
    private @Nullable String message;
    private int status;

    /** Reads the value of a member {@code error}; false where it means that there is none. */
    public boolean error(JsonParser parser) {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_STRING) {
            message = parser.getString();
            return !message.isEmpty();
        }
        if (token != JsonToken.START_OBJECT) {
            boolean array = token == JsonToken.START_ARRAY;
            parser.skipChildren();
            return array;
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            member(name, parser);
            parser.skipChildren();
        }
        return true;
    }

    /** Notes a member of an error, which may also stand at the top of an answer. */
    public void member(String name, JsonParser parser) {
        if (!parser.currentToken().isScalarValue()
                || parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        switch (name) {
            case "message", "detail" -> message = parser.getString();
            case "type", "status" -> type = word(parser);
            case "code" -> code(parser);
            case "param" -> param = word(parser);
            default -> {}
        }
    }

    public boolean isFault() {
        return message != null && (code != null || type != null);
    }

    public UpstreamFault fault(int httpStatus) {
        String safe = message == null ? "" : SafeText.of(message);
        return new UpstreamFault(httpStatus == 0 ? status : httpStatus, type, code, param, safe);
    }

    private void code(JsonParser parser) {
        code = word(parser);
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT && parser.getStringLength() == 3) {
            int number = parser.getIntValue();
            status = number >= 400 && number < 600 ? number : 0;
        }
    }

    private static String word(JsonParser parser) {
        String text = SafeText.of(parser.getString());
        return text.length() > MAX_WORD ? text.substring(0, MAX_WORD) : text;
    }
}
