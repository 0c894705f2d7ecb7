package dev.farebox.gateway.provider.demo;

import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Adds fields that nobody knows to every object of an answer, but for what a model wrote. */
final class ExtraFields {
    private static final Set<String> WRITTEN_BY_THE_MODEL = Set.of("input", "args", "arguments");

    private ExtraFields() {}

    static String into(String json) {
        JsonNode tree = JsonText.MAPPER.readTree(json);
        add(tree);
        return tree.toString();
    }

    private static void add(JsonNode node) {
        for (var field : node.properties()) {
            if (!WRITTEN_BY_THE_MODEL.contains(field.getKey())) {
                add(field.getValue());
            }
        }
        if (node instanceof ObjectNode object) {
            object.put("x_heat", 0.5).putObject("x_trace").put("region", "moon");
        } else {
            node.values().forEach(ExtraFields::add);
        }
    }
}
