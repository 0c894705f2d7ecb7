package dev.farebox.gateway.provider.demo;

import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The tree of a request body, read as one vendor does and refused in its words. */
record Body(Vendor vendor, JsonNode root) {
    static Body of(Vendor vendor, Buffer bytes) {
        try {
            JsonNode root = JsonText.MAPPER.readTree(bytes.getBytes());
            if (root.isObject()) {
                return new Body(vendor, root);
            }
        } catch (JacksonException notJson) {
            // Refused below, as anything else that is no object.
        }
        throw new Malformed(
                switch (vendor) {
                    case OPENAI -> Refusal.notJson();
                    case ANTHROPIC ->
                            Refusal.invalid("The request body is not valid JSON.", null, null);
                    case GEMINI ->
                            Refusal.invalid(
                                    "Invalid JSON payload received. Expected a value.", null, null);
                });
    }

    JsonNode get(String name) {
        return root.path(name);
    }

    Optional<JsonNode> find(String name) {
        JsonNode value = root.path(name);
        return value.isMissingNode() || value.isNull() ? Optional.empty() : Optional.of(value);
    }

    String model() {
        JsonNode model = required("model");
        if (!model.isString()) {
            throw wrongType("model", "a string");
        }
        return model.stringValue();
    }

    JsonNode required(String name) {
        return find(name).orElseThrow(() -> missing(name));
    }

    boolean flag(String name) {
        return flag(name, false);
    }

    boolean flag(String name, boolean otherwise) {
        JsonNode value = find(name).orElse(null);
        if (value == null) {
            return otherwise;
        }
        if (!value.isBoolean()) {
            throw wrongType(name, "a boolean");
        }
        return value.booleanValue();
    }

    /** {@link Integer#MAX_VALUE} when it is not there. */
    int limit(String name, int least) {
        JsonNode value = find(name).orElse(null);
        return value == null ? Integer.MAX_VALUE : limit(value, name, least);
    }

    int limit(JsonNode value, String name, int least) {
        if (!value.isIntegralNumber()) {
            throw wrongType(name, "an integer");
        }
        long number = value.canConvertToLong() ? value.longValue() : Long.MAX_VALUE;
        if (number < least) {
            throw new Malformed(
                    Refusal.invalid(
                            vendor == Vendor.OPENAI
                                    ? "Invalid '%s': integer below minimum value. Expected a value >= %d, but got %d instead."
                                            .formatted(name, least, number)
                                    : "%s: must be greater than or equal to %d"
                                            .formatted(name, least),
                            name,
                            "integer_below_min_value"));
        }
        return (int) Math.min(number, Integer.MAX_VALUE);
    }

    Malformed missing(String name) {
        return new Malformed(
                switch (vendor) {
                    case OPENAI -> Refusal.missing(name);
                    case ANTHROPIC -> Refusal.invalid(name + ": Field required", name, null);
                    case GEMINI ->
                            Refusal.invalid(
                                    "* GenerateContentRequest.%s: %s is not specified"
                                            .formatted(name, name),
                                    name,
                                    null);
                });
    }

    Malformed wrongType(String name, String expected) {
        return new Malformed(
                switch (vendor) {
                    case OPENAI -> Refusal.wrongType(name, expected, "something else");
                    case ANTHROPIC ->
                            Refusal.invalid(
                                    "%s: Input should be %s".formatted(name, expected), name, null);
                    case GEMINI ->
                            Refusal.invalid(
                                    "Invalid value at '%s': expected %s".formatted(name, expected),
                                    name,
                                    null);
                });
    }

    Malformed refused(String message, String name) {
        return new Malformed(Refusal.invalid(message, name, null));
    }
}
