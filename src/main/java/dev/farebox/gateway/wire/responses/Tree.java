package dev.farebox.gateway.wire.responses;

import dev.farebox.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** Trees of JSON, for translation only. */
final class Tree {
    private static final JsonMapper MAPPER =
            JsonMapper.builder(Json.factory(100, 128))
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build();

    private Tree() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    /** What cannot be read is nothing. */
    static JsonNode read(byte[] json) {
        try {
            JsonNode read = MAPPER.readTree(json);
            return read == null ? MissingNode.getInstance() : read;
        } catch (JacksonException _) {
            return MissingNode.getInstance();
        }
    }

    static JsonNode read(String json) {
        try {
            JsonNode read = MAPPER.readTree(json);
            return read == null ? MissingNode.getInstance() : read;
        } catch (JacksonException _) {
            return MissingNode.getInstance();
        }
    }

    static byte[] bytes(JsonNode node) {
        return MAPPER.writeValueAsBytes(node);
    }

    static String string(JsonNode node) {
        return MAPPER.writeValueAsString(node);
    }

    /** A string member, empty where there is none. */
    static String text(@Nullable JsonNode node, String name) {
        JsonNode value = node == null ? null : node.get(name);
        return value != null && value.isString() ? value.stringValue() : "";
    }

    /** A member that is neither missing nor null. */
    static @Nullable JsonNode present(JsonNode node, String name) {
        JsonNode value = node.get(name);
        return value == null || value.isNull() ? null : value;
    }
}
