package dev.farebox.gateway.provider.gemini;

import dev.farebox.json.JsonTree;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON Schema as the {@code …JsonSchema} members of this dialect take it: keywords that only name
 * or comment a schema are left out, everything that says what is valid stays.
 */
final class SchemaWriter {
    private static final Set<String> DROPPED =
            Set.of("$schema", "$id", "$comment", "$anchor", "examples", "example", "deprecated");

    /** Members whose names are the client's own and no keywords. */
    private static final Set<String> NAMED = Set.of("properties", "$defs", "definitions");

    private SchemaWriter() {}

    /** Nesting is bounded where the tree was read. */
    static JsonNode written(JsonNode schema) {
        if (schema.isArray()) {
            var array = JsonTree.array();
            schema.forEach(one -> array.add(written(one)));
            return array;
        }
        if (!schema.isObject()) {
            return schema;
        }
        ObjectNode result = JsonTree.object();
        for (Map.Entry<String, JsonNode> member : schema.properties()) {
            String name = member.getKey();
            if (NAMED.contains(name) && member.getValue().isObject()) {
                ObjectNode named = result.putObject(name);
                member.getValue()
                        .properties()
                        .forEach(one -> named.set(one.getKey(), written(one.getValue())));
            } else if (name.equals("enum") || name.equals("const") || name.equals("default")) {
                result.set(name, member.getValue());
            } else if (!DROPPED.contains(name)) {
                result.set(name, written(member.getValue()));
            }
        }
        return result;
    }

    /** Whether an object of this schema can have members at all. */
    static boolean hasMembers(JsonNode schema) {
        JsonNode properties = schema.get("properties");
        return schema.size() > 2 || (properties != null && !properties.isEmpty());
    }
}
