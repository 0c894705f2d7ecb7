package dev.farebox.gateway.wire.gemini;

import dev.farebox.gateway.exchange.canon.Tool;
import dev.farebox.gateway.exchange.canon.ToolChoice;
import dev.farebox.json.JsonTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Reads tools and the choice among them, for translation. */
final class ToolReader {
    private static final String DECLARATIONS = "functionDeclarations";

    private final Complaint complaint;

    ToolReader(Complaint complaint) {
        this.complaint = complaint;
    }

    List<Tool> tools(List<JsonNode> list) {
        var tools = new ArrayList<Tool>();
        for (int i = 0; i < list.size(); i++) {
            for (Map.Entry<String, JsonNode> member : list.get(i).properties()) {
                String name = ProtoNames.camel(member.getKey());
                if (!name.equals(DECLARATIONS) && !member.getValue().isNull()) {
                    complaint.about(
                            "tools[" + i + "]." + ProtoNames.shown(name),
                            "Tools that the provider runs itself are not available for this"
                                    + " model.");
                }
            }
            List<JsonNode> declared = Fields.list(list.get(i), DECLARATIONS);
            for (int j = 0; j < declared.size(); j++) {
                String param = "tools[" + i + "]." + DECLARATIONS + "[" + j + "]";
                tools.add(tool(declared.get(j), param));
            }
        }
        return tools;
    }

    private Tool tool(JsonNode declaration, String param) {
        String name = Fields.text(declaration, "name");
        if (name.isEmpty()) {
            complaint.about(param + ".name", "A function needs a name.");
        }
        JsonNode schema = Fields.of(declaration, "parametersJsonSchema");
        if (schema.isMissingNode()) {
            schema = SchemaReader.jsonSchema(Fields.of(declaration, "parameters"));
        }
        if (!schema.isObject()) {
            var nothing = JsonTree.object().put("type", "object");
            nothing.putObject("properties");
            schema = nothing;
        }
        return new Tool(name, Fields.text(declaration, "description"), schema, false);
    }

    ToolChoice choice(JsonNode toolConfig) {
        JsonNode config = Fields.of(toolConfig, "functionCallingConfig");
        var names = new ArrayList<String>();
        for (JsonNode name : Fields.list(config, "allowedFunctionNames")) {
            names.add(name.asString(""));
        }
        return switch (Fields.text(config, "mode").toUpperCase(Locale.ROOT)) {
            case "NONE" -> new ToolChoice.None();
            case "ANY" -> required(names);
            case "", "AUTO", "VALIDATED", "MODE_UNSPECIFIED" ->
                    names.isEmpty() ? new ToolChoice.Auto() : new ToolChoice.Allowed(names, false);
            default -> {
                complaint.about(
                        "toolConfig.functionCallingConfig.mode",
                        "Modes are AUTO, ANY, NONE and VALIDATED.");
                yield new ToolChoice.Auto();
            }
        };
    }

    private static ToolChoice required(List<String> names) {
        return switch (names.size()) {
            case 0 -> new ToolChoice.Required();
            case 1 -> new ToolChoice.Named(names.getFirst());
            default -> new ToolChoice.Allowed(names, true);
        };
    }
}
