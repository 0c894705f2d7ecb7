package dev.farebox.gateway.wire.responses;

import dev.farebox.gateway.exchange.canon.Tool;
import dev.farebox.json.JsonTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The tools of a request as plain functions, and the way back to what the client has declared:
 * functions in namespaces get one name, free-text tools become functions of one string.
 */
final class DeclaredTools {
    private static final int MAX_NAME = 64;

    /**
     * @param namespace empty where there is none
     * @param custom whether it takes free text
     */
    record Declared(String namespace, String name, boolean custom, JsonNode definition) {
        private String key() {
            return key(namespace, name);
        }

        static String key(String namespace, String name) {
            return namespace + "\0" + name;
        }
    }

    private final Objections objections;
    private final Map<String, Declared> declared = new LinkedHashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, Declared> byName = new HashMap<>();
    private final ArrayNode inEffect = JsonTree.array();
    private String dropped = "";

    private DeclaredTools(Objections objections) {
        this.objections = objections;
    }

    static DeclaredTools of(JsonNode body, Objections objections) {
        var tools = new DeclaredTools(objections);
        tools.all(body.path("tools"), "tools");
        JsonNode input = body.path("input");
        for (int i = 0; i < input.size(); i++) {
            if (Tree.text(input.get(i), "type").equals("additional_tools")) {
                tools.all(input.get(i).path("tools"), "input[" + i + "].tools");
            }
        }
        if (tools.declared.isEmpty() && !tools.dropped.isEmpty()) {
            objections.onlyAtOpenAi(tools.dropped, "Web search");
        }
        tools.name();
        return tools;
    }

    List<Tool> tools() {
        var tools = new ArrayList<Tool>();
        declared.forEach(
                (key, tool) -> tools.add(tool(names.getOrDefault(key, tool.name()), tool)));
        return tools;
    }

    /** What the answer says was declared; what was dropped is missing. */
    ArrayNode inEffect() {
        return inEffect;
    }

    /** The one name of a tool, also of one that is no longer declared. */
    String nameOf(String namespace, String name) {
        return names.getOrDefault(Declared.key(namespace, name), joined(namespace, name));
    }

    /** What the client calls the tool that a model has called by this name. */
    Declared called(String name) {
        return byName.getOrDefault(name, new Declared("", name, false, JsonTree.object()));
    }

    private void all(JsonNode list, String at) {
        for (int i = 0; i < list.size(); i++) {
            one(list.get(i), at + "[" + i + "]");
        }
    }

    private void one(JsonNode tool, String at) {
        String type = Tree.text(tool, "type");
        switch (type) {
            case "function", "custom" -> {
                add("", tool, at);
                inEffect.add(tool);
            }
            case "namespace" -> {
                JsonNode inner = tool.path("tools");
                for (int i = 0; i < inner.size(); i++) {
                    add(Tree.text(tool, "name"), inner.get(i), at + ".tools[" + i + "]");
                }
                inEffect.add(tool);
            }
            default -> {
                if (type.startsWith("web_search")) {
                    // Codex always offers it and does without
                    dropped = at + ".type";
                } else {
                    objections.onlyAtOpenAi(at + ".type", "The tool type '" + shown(type) + "'");
                }
            }
        }
    }

    private void add(String namespace, JsonNode tool, String at) {
        String type = Tree.text(tool, "type");
        String name = Tree.text(tool, "name");
        if (name.isEmpty()) {
            objections.add(at + ".name", "A tool needs a name.");
        } else if (!type.equals("function") && !type.equals("custom")) {
            objections.onlyAtOpenAi(at + ".type", "The tool type '" + shown(type) + "'");
        } else {
            var entry = new Declared(namespace, name, type.equals("custom"), tool);
            declared.put(entry.key(), entry);
        }
    }

    /** Plain names come first, so that they stay what the client calls them. */
    private void name() {
        Set<String> taken = new HashSet<>();
        for (boolean plain : new boolean[] {true, false}) {
            declared.forEach((key, tool) -> {
                if (tool.namespace().isEmpty() == plain) {
                    String name = free(joined(tool.namespace(), tool.name()), taken);
                    taken.add(name);
                    names.put(key, name);
                    byName.put(name, tool);
                }
            });
        }
    }

    private static String free(String name, Set<String> taken) {
        String free = name;
        for (int i = 2; taken.contains(free); i++) {
            String suffix = "_" + i;
            int kept = Math.min(name.length(), MAX_NAME - suffix.length());
            free = name.substring(0, kept) + suffix;
        }
        return free;
    }

    private static String joined(String namespace, String name) {
        if (namespace.isEmpty()) {
            return name;
        }
        String between = namespace.endsWith("__") ? "" : "__";
        String joined = (namespace + between + name).replaceAll("[^A-Za-z0-9_-]", "_");
        // the end tells tools of one namespace apart
        return joined.length() > MAX_NAME ? joined.substring(joined.length() - MAX_NAME) : joined;
    }

    private static Tool tool(String name, Declared tool) {
        JsonNode definition = tool.definition();
        String description = Tree.text(definition, "description");
        if (tool.custom()) {
            return new Tool(name, description + grammar(definition), ofOneString(), false);
        }
        JsonNode schema = definition.path("parameters");
        return new Tool(
                name,
                description,
                schema.isObject() ? schema : ofNothing(),
                definition.path("strict").asBoolean(false));
    }

    /** Other models cannot be held to a grammar, but they can read it. */
    private static String grammar(JsonNode definition) {
        JsonNode format = definition.path("format");
        if (!Tree.text(format, "type").equals("grammar")) {
            return "";
        }
        JsonNode grammar = format.path("grammar").isObject() ? format.path("grammar") : format;
        return "\n\nThe input must match this grammar ("
                + Tree.text(grammar, "syntax")
                + "):\n"
                + Tree.text(grammar, "definition");
    }

    private static ObjectNode ofOneString() {
        ObjectNode schema = JsonTree.object().put("type", "object");
        schema.putObject("properties").putObject("input").put("type", "string");
        schema.putArray("required").add("input");
        return schema.put("additionalProperties", false);
    }

    private static ObjectNode ofNothing() {
        ObjectNode schema = JsonTree.object().put("type", "object");
        schema.putObject("properties");
        return schema;
    }

    static String shown(String word) {
        String head = word.length() > 64 ? word.substring(0, 64) : word;
        return head.replaceAll("\\p{Cntrl}|\\p{Cs}", "?");
    }
}
