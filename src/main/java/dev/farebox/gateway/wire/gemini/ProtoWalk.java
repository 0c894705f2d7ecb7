package dev.farebox.gateway.wire.gemini;

import dev.farebox.gateway.exchange.Scan.Invalid;
import java.math.BigDecimal;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Walks proto-JSON while it is scanned: guards the names, reads values, keeps the first fault. */
final class ProtoWalk {
    private final JsonParser parser;
    private final int maxKeys;
    private @Nullable Invalid fault;

    ProtoWalk(JsonParser parser, int maxKeys) {
        this.parser = parser;
        this.maxKeys = maxKeys;
    }

    @Nullable Invalid firstFault() {
        return fault;
    }

    /** Walks the object that the parser has just opened, to its end. */
    void members(String path, Consumer<String> reader) {
        var names = new ProtoNames(maxKeys);
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            names.objection(name).ifPresent(why -> fault(why, path + ProtoNames.shown(name)));
            parser.nextToken();
            reader.accept(ProtoNames.camel(name));
            parser.skipChildren();
        }
    }

    /** Every object of a list, which may also be a single one without its list. */
    void each(String name, IntConsumer reader) {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            reader.accept(0);
            return;
        }
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            wrongType(name, "an array of objects");
            return;
        }
        for (int at = 0; parser.nextToken() != JsonToken.END_ARRAY; at++) {
            if (isObject(name + "[" + at + "]")) {
                reader.accept(at);
            }
            parser.skipChildren();
        }
    }

    /**
     * From 1 to {@code highest}; {@code absent} where it is null, 0 (as good as unset) or wrong.
     */
    long integer(String name, long absent, long highest) {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return absent;
        }
        OptionalLong value = wholeNumber();
        if (value.isEmpty()) {
            wrongType(name, "an integer");
            return absent;
        }
        if (value.getAsLong() < 0 || value.getAsLong() > highest) {
            fault("Invalid '" + name + "': out of range.", name);
            return absent;
        }
        return value.getAsLong() == 0 ? absent : value.getAsLong();
    }

    /** Proto-JSON writes a whole number also as text and with a fraction of zero. */
    private OptionalLong wholeNumber() {
        JsonToken token = parser.currentToken();
        boolean isText = token.isNumeric() || token == JsonToken.VALUE_STRING;
        if (!isText || parser.getStringLength() > 40) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(new BigDecimal(parser.getString()).longValueExact());
        } catch (ArithmeticException | NumberFormatException _) {
            return OptionalLong.empty();
        }
    }

    boolean isObject(String name) {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            return true;
        }
        wrongType(name, "an object");
        return false;
    }

    void wrongType(String name, String expected) {
        fault("Invalid type for '" + name + "': expected " + expected + ".", name);
    }

    void fault(String message, String param) {
        if (fault == null) {
            fault = new Invalid(message, param, "invalid_argument");
        }
    }
}
