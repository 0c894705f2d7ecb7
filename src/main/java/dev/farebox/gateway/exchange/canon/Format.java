package dev.farebox.gateway.exchange.canon;

import tools.jackson.databind.JsonNode;

/** The form that the answer's text must have. */
public sealed interface Format {
    record Text() implements Format {}

    /** Any JSON object. */
    record AnyJson() implements Format {}

    /** JSON by a schema; {@code name} may be empty. */
    record Schema(String name, JsonNode schema, boolean strict) implements Format {}
}
