package dev.farebox.gateway.provider.demo;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** Leaves a reader at the first fault of a request; never leaves the reader itself. */
final class Malformed extends RuntimeException {
    final transient Refusal refusal;

    Malformed(Refusal refusal) {
        super(refusal.message(), null, false, false);
        this.refusal = refusal;
    }

    static Malformed wrongType(String param, String expected, @Nullable JsonToken got) {
        return new Malformed(Refusal.wrongType(param, expected, name(got)));
    }

    private static String name(@Nullable JsonToken token) {
        return switch (token) {
            case null -> "the end of the body";
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT -> "an integer";
            case VALUE_NUMBER_FLOAT -> "a decimal";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            default -> "null";
        };
    }
}
