package dev.farebox.gateway.wire.anthropic;

import dev.farebox.gateway.exchange.canon.Tool;
import dev.farebox.gateway.exchange.canon.ToolChoice;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Reads the tools of a request. Those that Anthropic runs itself, or whose form only its models
 * know, are refused: no other provider has them.
 */
final class ToolsRead {
    private ToolsRead() {}

    static List<Tool> tools(JsonNode tools, Objections objections) {
        var all = new ArrayList<Tool>();
        int index = 0;
        for (JsonNode tool : tools) {
            String at = "tools." + index++;
            String type = tool.path("type").asString("custom");
            if (!type.equals("custom")) {
                objections.unsupported(at + ".type", "tools of this type are");
                continue;
            }
            JsonNode schema = tool.path("input_schema");
            if (!schema.isObject()) {
                objections.wrong(at + ".input_schema", "an object");
            }
            all.add(
                    new Tool(
                            objections.required(tool.path("name"), at + ".name"),
                            objections.text(tool.path("description"), at + ".description"),
                            schema,
                            tool.path("strict").asBoolean(false)));
        }
        return all;
    }

    static ToolChoice choice(JsonNode choice, Objections objections) {
        if (Objections.isAbsent(choice)) {
            return new ToolChoice.Auto();
        }
        return switch (choice.path("type").asString("")) {
            case "auto" -> new ToolChoice.Auto();
            case "any" -> new ToolChoice.Required();
            case "none" -> new ToolChoice.None();
            case "tool" ->
                    new ToolChoice.Named(
                            objections.required(choice.path("name"), "tool_choice.name"));
            default -> {
                objections.wrong("tool_choice.type", "'auto', 'any', 'tool' or 'none'");
                yield new ToolChoice.Auto();
            }
        };
    }
}
