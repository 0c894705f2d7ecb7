package dev.farebox.gateway.provider.demo;

import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Proto-JSON as Gemini reads it: each name in camel case or in snake case. */
final class GeminiFields {
    private GeminiFields() {}

    /** {@code camel} names the field; missing when it is neither there nor in snake case. */
    static JsonNode get(JsonNode node, String camel) {
        JsonNode value = node.path(camel);
        return value.isMissingNode() ? node.path(snake(camel)) : value;
    }

    private static String snake(String camel) {
        return camel.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    /** A copy of a schema with the type names of JSON Schema: {@code STRING} is {@code string}. */
    static JsonNode schema(JsonNode schema) {
        JsonNode copy = schema.deepCopy();
        lowerTypes(copy);
        return copy;
    }

    private static void lowerTypes(JsonNode node) {
        if (node instanceof ObjectNode object && object.path("type").isString()) {
            object.put("type", object.path("type").stringValue().toLowerCase(Locale.ROOT));
        }
        if (node instanceof ObjectNode || node instanceof ArrayNode) {
            node.values().forEach(GeminiFields::lowerTypes);
        }
    }
}
