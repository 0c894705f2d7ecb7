package dev.farebox.gateway.provider.demo;

import dev.farebox.gateway.provider.demo.Ask.Shape;
import dev.farebox.gateway.provider.demo.Ask.Tool;
import dev.farebox.gateway.provider.demo.Ask.ToolChoice;
import dev.farebox.gateway.provider.demo.Ask.ToolChoice.Mode;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Reads the parts of a request that say which form the answer must have. */
final class FormReader {
    private FormReader() {}

    static List<Tool> tools(JsonNode node) {
        if (!node.isArray()) {
            throw new Malformed(Refusal.wrongType("tools", "an array of objects", "an object"));
        }
        var list = new ArrayList<Tool>();
        for (JsonNode tool : node.values()) {
            String param = "tools[" + list.size() + "]";
            if (!tool.path("type").asString("").equals("function")) {
                throw new Malformed(
                        Refusal.wrongValue(param + ".type", "Supported values are: 'function'."));
            }
            JsonNode name = tool.path("function").path("name");
            if (!name.isString()) {
                throw new Malformed(Refusal.missing(param + ".function.name"));
            }
            list.add(
                    Tool.function(
                            name.stringValue(),
                            tool.path("function").optional("parameters").orElse(null)));
        }
        return List.copyOf(list);
    }

    static ToolChoice toolChoice(JsonNode node) {
        if (node.isString()) {
            return switch (node.stringValue()) {
                case "auto" -> ToolChoice.AUTO;
                case "none" -> new ToolChoice(Mode.NONE, "");
                case "required" -> new ToolChoice(Mode.REQUIRED, "");
                default ->
                        throw new Malformed(
                                Refusal.wrongValue(
                                        "tool_choice",
                                        "Supported values are: 'none', 'auto', and 'required'."));
            };
        }
        JsonNode name = node.path("function").path("name");
        if (!name.isString()) {
            throw new Malformed(Refusal.missing("tool_choice.function.name"));
        }
        return new ToolChoice(Mode.NAMED, name.stringValue());
    }

    static Shape shape(JsonNode node) {
        return switch (node.path("type").asString("")) {
            case "text" -> Shape.TEXT;
            case "json_object" -> new Shape(true, null);
            case "json_schema" -> {
                JsonNode schema = node.path("json_schema").path("schema");
                if (!schema.isObject()) {
                    throw new Malformed(Refusal.missing("response_format.json_schema.schema"));
                }
                yield new Shape(true, schema);
            }
            default ->
                    throw new Malformed(
                            Refusal.wrongValue(
                                    "response_format.type",
                                    "Supported values are: 'json_object', 'json_schema', and"
                                            + " 'text'."));
        };
    }
}
