package dev.farebox.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whole JSON values as generic trees, for where they are taken apart and put together anew: order
 * is kept, decimals stay exact, of two equal names the last counts. Thread-safe.
 */
public final class JsonTree {
    /**
     * A node takes up to a hundred times the bytes of its text, and all of them are read at once: a
     * body of nothing but braces would take the memory of the whole server. The longest honest
     * conversations have a tenth of this.
     */
    static final long MOST_TOKENS = 500_000;

    private static final JsonMapper MAPPER =
            JsonMapper.builder(Json.factory(100, 128, MOST_TOKENS)).build();
    private static final ObjectReader READER =
            MAPPER.readerFor(JsonNode.class)
                    .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private JsonTree() {}

    /** Empty where the bytes are not one JSON value within bounds that suit any honest message. */
    public static Optional<JsonNode> read(byte[] bytes, int offset, int length) {
        try {
            JsonNode tree = READER.readTree(bytes, offset, length);
            return tree == null || tree.isMissingNode() ? Optional.empty() : Optional.of(tree);
        } catch (JacksonException | NumberFormatException _) {
            // the latter for an exponent beyond 32 bits, which the parser hands on as it comes
            return Optional.empty();
        }
    }

    public static Optional<JsonNode> read(byte[] bytes) {
        return read(bytes, 0, bytes.length);
    }

    public static Optional<JsonNode> read(String text) {
        return read(text.getBytes(UTF_8));
    }

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    public static byte[] bytes(JsonNode tree) {
        return MAPPER.writeValueAsBytes(tree);
    }

    public static String text(JsonNode tree) {
        return MAPPER.writeValueAsString(tree);
    }
}
