package dev.farebox.gateway.wire.openai;

import dev.farebox.gateway.exchange.canon.Tool;
import dev.farebox.gateway.exchange.canon.ToolChoice;
import dev.farebox.json.JsonTree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The tools of a chat request. A custom tool, which takes free text, becomes a function with one
 * string, {@link #INPUT}; its calls are turned back for the client.
 */
final class ChatTools {
    /** The only argument of a function that stands for a custom tool. */
    static final String INPUT = "input";

    private ChatTools() {}

    static List<Tool> tools(JsonNode list, Objections objections) {
        var tools = new ArrayList<Tool>();
        for (JsonNode tool : list) {
            String param = "tools[" + tools.size() + "]";
            tools.add(tool(tool, param, objections));
        }
        return tools;
    }

    /** The names of the custom tools among the tools of a request. */
    static Set<String> custom(JsonNode list) {
        var names = new HashSet<String>();
        for (JsonNode tool : list) {
            if (tool.path("type").asString("").equals("custom")) {
                names.add(tool.path("custom").path("name").asString(""));
            }
        }
        return names;
    }

    private static Tool tool(JsonNode tool, String param, Objections objections) {
        return switch (objections.required(tool.path("type"), param + ".type")) {
            case "function" -> function(tool.path("function"), param + ".function", objections);
            case "custom" -> custom(tool.path("custom"), param + ".custom", objections);
            default -> {
                objections.unsupported(param + ".type");
                yield new Tool("", "", JsonTree.object(), false);
            }
        };
    }

    private static Tool function(JsonNode form, String param, Objections objections) {
        JsonNode schema = form.path("parameters");
        if (!Objections.isAbsent(schema) && !schema.isObject()) {
            objections.wrong(param + ".parameters", "an object");
        }
        return new Tool(
                objections.required(form.path("name"), param + ".name"),
                objections.text(form.path("description"), param + ".description"),
                schema.isObject() ? schema : noArguments(),
                objections.bool(form.path("strict"), param + ".strict", false));
    }

    private static Tool custom(JsonNode form, String param, Objections objections) {
        String format = form.path("format").path("type").asString("text");
        if (!format.equals("text")) {
            objections.unsupported(param + ".format");
        }
        ObjectNode schema = JsonTree.object();
        schema.put("type", "object");
        schema.putObject("properties").putObject(INPUT).put("type", "string");
        schema.putArray("required").add(INPUT);
        schema.put("additionalProperties", false);
        return new Tool(
                objections.required(form.path("name"), param + ".name"),
                objections.text(form.path("description"), param + ".description"),
                schema,
                false);
    }

    private static ObjectNode noArguments() {
        ObjectNode schema = JsonTree.object();
        schema.put("type", "object");
        schema.putObject("properties");
        return schema;
    }

    static ToolChoice choice(JsonNode choice, Objections objections) {
        if (Objections.isAbsent(choice)) {
            return new ToolChoice.Auto();
        }
        if (choice.isString()) {
            return word(choice.stringValue(), objections);
        }
        String type = objections.required(choice.path("type"), "tool_choice.type");
        return switch (type) {
            case "function", "custom" -> {
                JsonNode name = choice.path(type).path("name");
                yield new ToolChoice.Named(
                        objections.required(name, "tool_choice." + type + ".name"));
            }
            case "allowed_tools" -> allowed(choice.path("allowed_tools"), objections);
            default -> {
                objections.unsupported("tool_choice.type");
                yield new ToolChoice.Auto();
            }
        };
    }

    private static ToolChoice word(String word, Objections objections) {
        return switch (word) {
            case "auto" -> new ToolChoice.Auto();
            case "none" -> new ToolChoice.None();
            // Mistral says "any"
            case "required", "any" -> new ToolChoice.Required();
            default -> {
                objections.wrong("tool_choice", "auto, none, required or an object");
                yield new ToolChoice.Auto();
            }
        };
    }

    private static ToolChoice allowed(JsonNode form, Objections objections) {
        String param = "tool_choice.allowed_tools";
        String mode = objections.required(form.path("mode"), param + ".mode");
        if (!mode.equals("auto") && !mode.equals("required")) {
            objections.wrong(param + ".mode", "auto or required");
        }
        var names = new ArrayList<String>();
        for (JsonNode tool : form.path("tools")) {
            String at = param + ".tools[" + names.size() + "]";
            String type = objections.required(tool.path("type"), at + ".type");
            names.add(objections.required(tool.path(type).path("name"), at + ".name"));
        }
        if (names.isEmpty()) {
            objections.wrong(param + ".tools", "an array of tools");
        }
        return new ToolChoice.Allowed(names, mode.equals("required"));
    }
}
