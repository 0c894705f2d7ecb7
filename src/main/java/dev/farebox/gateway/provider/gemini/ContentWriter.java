package dev.farebox.gateway.provider.gemini;

import dev.farebox.gateway.exchange.canon.Part;
import dev.farebox.gateway.exchange.canon.Part.Source;
import dev.farebox.gateway.exchange.canon.Turn;
import dev.farebox.gateway.exchange.canon.Turn.Role;
import dev.farebox.json.JsonTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes turns as contents: neighbours of one role are joined, and results come before whatever
 * else the user says.
 *
 * <p>Instructions before the first word are the system instruction; later ones stay where they are,
 * as marked text of the user, because moving them would change what all of the conversation means
 * and break the upstream's cache.
 */
final class ContentWriter {
    /**
     * What the provider publishes for calls that it did not make itself or whose signature is lost;
     * without one, models of the third generation refuse the conversation.
     */
    private static final String NO_SIGNATURE = "skip_thought_signature_validator";

    private final boolean modern;
    private final Unwritable complaint;
    private final Map<String, String> namesOfCalls = new HashMap<>();
    private final ArrayNode system = JsonTree.array();
    private final ArrayNode contents = JsonTree.array();

    // of the content that is being written
    private Role role = Role.SYSTEM;
    private final List<JsonNode> results = new ArrayList<>();
    private final List<JsonNode> parts = new ArrayList<>();
    private boolean calls;

    ContentWriter(ModelName model, Unwritable complaint) {
        this.modern = model.isModern();
        this.complaint = complaint;
    }

    void write(List<Turn> turns) {
        for (Turn turn : turns) {
            if (turn.role() == Role.SYSTEM) {
                instruction(turn);
            } else {
                begin(turn.role());
                turn.parts().forEach(this::part);
            }
        }
        end();
    }

    ArrayNode system() {
        return system;
    }

    ArrayNode contents() {
        return contents;
    }

    private void instruction(Turn turn) {
        for (Part part : turn.parts()) {
            if (!(part instanceof Part.Text(var text))) {
                complaint.about("system", "Instructions to this model can only be text.");
            } else if (role == Role.SYSTEM) {
                add(system, text);
            } else if (!text.isEmpty()) {
                begin(Role.USER);
                parts.add(text("<system>\n" + text + "\n</system>"));
            }
        }
    }

    private static void add(ArrayNode texts, String text) {
        if (!text.isEmpty()) {
            texts.add(text(text));
        }
    }

    private void begin(Role next) {
        if (next != role) {
            end();
            role = next;
        }
    }

    private void end() {
        if (!results.isEmpty() || !parts.isEmpty()) {
            ObjectNode content = contents.addObject();
            content.put("role", role == Role.ASSISTANT ? "model" : "user");
            content.putArray("parts").addAll(results).addAll(parts);
        }
        results.clear();
        parts.clear();
        calls = false;
    }

    private void part(Part part) {
        switch (part) {
            case Part.Text(var text) -> {
                if (!text.isEmpty()) {
                    parts.add(text(text));
                }
            }
            case Part.Image(var source, _) -> media(source, "image", "image");
            case Part.Document(var source, _) -> media(source, "document", "application/pdf");
            case Part.Audio(var format, var base64) -> parts.add(inline("audio/" + format, base64));
            case Part.ToolCall call -> call(call);
            case Part.ToolResult result -> result(result);
            case Part.Reasoning(var origin, var text, var signature, _) -> {
                // what another provider thought, or nobody signed, is not this one's to continue
                if (origin.equals(GeminiProvider.ORIGIN) && signature != null) {
                    ObjectNode thought = text(text).put("thought", true);
                    parts.add(thought.put("thoughtSignature", signature));
                }
            }
        }
    }

    private static ObjectNode text(String text) {
        return JsonTree.object().put("text", text);
    }

    private static ObjectNode inline(String type, String base64) {
        ObjectNode part = JsonTree.object();
        part.putObject("inlineData").put("mimeType", type).put("data", base64);
        return part;
    }

    /** The provider fetches public https addresses itself (its documentation, 2026). */
    private void media(Source source, String param, String unknown) {
        switch (source) {
            case Source.Inline(var type, var base64) -> parts.add(inline(type, base64));
            case Source.Url(var url) -> {
                if (!modern || !url.startsWith("https://")) {
                    complaint.about(
                            param, "This model cannot fetch this address. Send the bytes instead.");
                    return;
                }
                ObjectNode file = JsonTree.object();
                ObjectNode data = file.putObject("fileData");
                String type = MediaTypes.ofAddress(url).orElse(unknown);
                if (type.indexOf('/') > 0) {
                    data.put("mimeType", type);
                }
                data.put("fileUri", url);
                parts.add(file);
            }
        }
    }

    private void call(Part.ToolCall call) {
        Optional<JsonNode> arguments =
                JsonTree.read(call.arguments().isBlank() ? "{}" : call.arguments())
                        .filter(JsonNode::isObject);
        if (arguments.isEmpty()) {
            complaint.about("arguments", "The arguments of an earlier call are no JSON object.");
            return;
        }
        namesOfCalls.put(call.id(), call.name());
        ObjectNode part = JsonTree.object();
        ObjectNode said = part.putObject("functionCall");
        if (modern) {
            said.put("id", call.id());
        }
        said.put("name", call.name());
        said.set("args", arguments.get());
        String signature = call.signature();
        if (signature != null) {
            part.put("thoughtSignature", signature);
        } else if (modern && !calls) {
            part.put("thoughtSignature", NO_SIGNATURE);
        }
        calls = true;
        parts.add(part);
    }

    private void result(Part.ToolResult result) {
        String name = result.name();
        if (name.isEmpty()) {
            name = namesOfCalls.getOrDefault(result.callId(), "");
        }
        if (name.isEmpty()) {
            complaint.about("tool_call_id", "A tool's result answers no call before it.");
            return;
        }
        ObjectNode part = JsonTree.object();
        ObjectNode said = part.putObject("functionResponse");
        if (modern) {
            said.put("id", result.callId());
        }
        said.put("name", name);
        said.set("response", response(result));
        results.add(part);
        for (Part piece : result.content()) {
            if (piece instanceof Part.Image(var source, _)) {
                media(source, "image", "image");
            } else if (!(piece instanceof Part.Text)) {
                complaint.about("content", "Results for this model are text and images.");
            }
        }
    }

    /** The object itself where the result is one; else its text in an object. */
    private static JsonNode response(Part.ToolResult result) {
        var text = new StringBuilder();
        for (Part piece : result.content()) {
            if (piece instanceof Part.Text(var said)) {
                text.append(text.isEmpty() ? "" : "\n").append(said);
            }
        }
        if (result.error()) {
            return JsonTree.object().put("error", text.toString());
        }
        return JsonTree.read(text.toString())
                .filter(JsonNode::isObject)
                .orElseGet(() -> JsonTree.object().put("output", text.toString()));
    }
}
