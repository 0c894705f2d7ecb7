package dev.farebox.gateway.wire.gemini;

import dev.farebox.json.JsonTree;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns the dialect's own schemas, a subset of OpenAPI's, into JSON Schema: type names in lower
 * case, {@code nullable} as a second type, bounds that are written as text as numbers. What has no
 * meaning there ({@code propertyOrdering}, {@code example}) is left out.
 */
final class SchemaReader {
    private static final Set<String> KEPT =
            Set.of(
                    "title",
                    "description",
                    "format",
                    "pattern",
                    "enum",
                    "required",
                    "default",
                    "minimum",
                    "maximum",
                    "minItems",
                    "maxItems",
                    "minLength",
                    "maxLength",
                    "minProperties",
                    "maxProperties",
                    "additionalProperties");

    private SchemaReader() {}

    /** Nesting is bounded where the tree was read. */
    static JsonNode jsonSchema(JsonNode schema) {
        if (!schema.isObject()) {
            return schema;
        }
        ObjectNode result = JsonTree.object();
        for (Map.Entry<String, JsonNode> member : schema.properties()) {
            member(ProtoNames.camel(member.getKey()), member.getValue(), result);
        }
        JsonNode type = result.get("type");
        if (Fields.flag(schema, "nullable") && type != null && type.isString()) {
            result.set("type", JsonTree.array().add(type.asString()).add("null"));
        }
        return result;
    }

    private static void member(String name, JsonNode value, ObjectNode result) {
        switch (name) {
            case "type" -> type(value, result);
            case "properties" -> {
                ObjectNode properties = result.putObject("properties");
                for (Map.Entry<String, JsonNode> property : value.properties()) {
                    properties.set(property.getKey(), jsonSchema(property.getValue()));
                }
            }
            case "items" -> result.set("items", jsonSchema(value));
            case "anyOf" -> {
                ArrayNode any = result.putArray("anyOf");
                value.forEach(one -> any.add(jsonSchema(one)));
            }
            default -> {
                if (KEPT.contains(name)) {
                    result.set(name, isBound(name) ? number(value) : value);
                }
            }
        }
    }

    private static void type(JsonNode value, ObjectNode result) {
        if (value.isString()) {
            String word = value.asString().toLowerCase(Locale.ROOT);
            if (!word.equals("type_unspecified")) {
                result.put("type", word);
            }
        } else {
            result.set("type", value);
        }
    }

    private static boolean isBound(String name) {
        return name.startsWith("min") || name.startsWith("max");
    }

    private static JsonNode number(JsonNode value) {
        if (!value.isString() || !value.asString().matches("-?\\d{1,18}")) {
            return value;
        }
        return JsonTree.object().put("n", new BigDecimal(value.asString())).get("n");
    }
}
