package dev.farebox.gateway.wire.gemini;

import dev.farebox.gateway.exchange.canon.Part;
import dev.farebox.gateway.exchange.canon.Part.Source;
import dev.farebox.gateway.exchange.canon.Turn;
import dev.farebox.gateway.exchange.canon.Turn.Role;
import dev.farebox.json.JsonTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Reads contents into turns, for translation. */
final class ContentReader {
    /** What only Google's own tools and models give and take. */
    private static final List<String> HOSTED =
            List.of("executableCode", "codeExecutionResult", "toolCall", "toolResponse");

    private final Complaint complaint;
    private final CallIds ids = new CallIds();
    private final List<Turn> turns = new ArrayList<>();

    // of the turn that is being read: clients put each chunk of an answer into a content of its own
    private Role role = Role.USER;
    private final List<Part> parts = new ArrayList<>();
    private final StringBuilder thinking = new StringBuilder();

    ContentReader(Complaint complaint) {
        this.complaint = complaint;
    }

    void system(JsonNode instruction) {
        begin(Role.SYSTEM);
        if (instruction.isString()) {
            parts.add(new Part.Text(instruction.asString()));
            return;
        }
        int at = 0;
        for (JsonNode part : Fields.list(instruction, "parts")) {
            String param = "systemInstruction.parts[" + at++ + "]";
            if (Fields.has(part, "text")) {
                text(Fields.text(part, "text"));
            } else if (!part.isEmpty()) {
                complaint.about(param, "Instructions can only be text here.");
            }
        }
    }

    void contents(List<JsonNode> contents) {
        for (int i = 0; i < contents.size(); i++) {
            JsonNode content = contents.get(i);
            begin(role(Fields.text(content, "role"), "contents[" + i + "].role"));
            List<JsonNode> pieces = Fields.list(content, "parts");
            for (int j = 0; j < pieces.size(); j++) {
                part(pieces.get(j), "contents[" + i + "].parts[" + j + "]");
            }
        }
    }

    List<Turn> turns() {
        end();
        return turns;
    }

    private Role role(String word, String param) {
        return switch (word) {
            case "", "user", "function", "tool" -> Role.USER;
            case "model" -> Role.ASSISTANT;
            case "system" -> Role.SYSTEM;
            default -> {
                complaint.about(param, "Roles are 'user' and 'model'.");
                yield Role.USER;
            }
        };
    }

    private void begin(Role next) {
        if (next != role) {
            end();
            role = next;
        }
    }

    private void end() {
        closeThinking("");
        if (!parts.isEmpty()) {
            turns.add(new Turn(role, parts));
            parts.clear();
        }
    }

    private void part(JsonNode part, String param) {
        for (String hosted : HOSTED) {
            if (Fields.has(part, hosted)) {
                complaint.about(param + "." + hosted, "This model has no such tools.");
                return;
            }
        }
        if (Fields.flag(part, "thought")) {
            thought(part);
            return;
        }
        closeThinking("");
        if (Fields.has(part, "text")) {
            text(Fields.text(part, "text"));
        } else if (Fields.has(part, "inlineData")) {
            inline(Fields.of(part, "inlineData"), param + ".inlineData");
        } else if (Fields.has(part, "fileData")) {
            file(Fields.of(part, "fileData"), param + ".fileData");
        } else if (Fields.has(part, "functionCall")) {
            call(part, Fields.of(part, "functionCall"), param + ".functionCall");
        } else if (Fields.has(part, "functionResponse")) {
            result(Fields.of(part, "functionResponse"), param + ".functionResponse");
        } else if (!Fields.has(part, "thoughtSignature") && !part.isEmpty()) {
            complaint.about(param, "This kind of part is not known here.");
        }
    }

    /** Pieces of a thought are joined until the signature that closes them. */
    private void thought(JsonNode part) {
        thinking.append(Fields.text(part, "text"));
        String signature = Fields.text(part, "thoughtSignature");
        if (!signature.isEmpty()) {
            closeThinking(signature);
        }
    }

    private void closeThinking(String signature) {
        if (!thinking.isEmpty() || !signature.isEmpty()) {
            parts.add(Seals.open(thinking.toString(), signature));
            thinking.setLength(0);
        }
    }

    /** The pieces of one text that came in chunks are one text again. */
    private void text(String text) {
        if (!text.isEmpty()) {
            boolean goesOn =
                    role == Role.ASSISTANT
                            && !parts.isEmpty()
                            && parts.getLast() instanceof Part.Text;
            String before = goesOn ? ((Part.Text) parts.removeLast()).text() : "";
            parts.add(new Part.Text(before + text));
        }
    }

    private void inline(JsonNode data, String param) {
        String type = Fields.text(data, "mimeType").toLowerCase(Locale.ROOT);
        String base64 = Fields.text(data, "data");
        if (type.isEmpty() || base64.isEmpty()) {
            complaint.about(param, "Inline data need a mimeType and data.");
        } else if (type.startsWith("audio/")) {
            parts.add(new Part.Audio(format(type), base64));
        } else if (type.startsWith("video/")) {
            complaint.about(param, "This model takes no video.");
        } else {
            add(type, new Source.Inline(type, base64), Fields.text(data, "displayName"));
        }
    }

    private void add(String type, Source source, String name) {
        parts.add(
                type.startsWith("image/")
                        ? new Part.Image(source, "")
                        : new Part.Document(source, name));
    }

    private static String format(String type) {
        String subtype = type.substring("audio/".length()).replaceFirst(";.*", "").strip();
        return switch (subtype) {
            case "mpeg", "mpeg3", "x-mp3" -> "mp3";
            case "x-wav", "wave", "vnd.wave" -> "wav";
            default -> subtype;
        };
    }

    private void file(JsonNode data, String param) {
        String uri = Fields.text(data, "fileUri");
        String type = Fields.text(data, "mimeType").toLowerCase(Locale.ROOT);
        if (!uri.startsWith("https://") || uri.contains("googleapis.com/")) {
            complaint.about(param, "Files kept at another provider cannot be read by this model.");
        } else if (type.startsWith("image/") || type.equals("application/pdf")) {
            add(type, new Source.Url(uri), Fields.text(data, "displayName"));
        } else {
            complaint.about(param, "This model takes only images and PDF files by their address.");
        }
    }

    private void call(JsonNode part, JsonNode call, String param) {
        String name = Fields.text(call, "name");
        JsonNode args = Fields.of(call, "args");
        if (name.isEmpty() || !(args.isMissingNode() || args.isObject())) {
            complaint.about(param, "A call has a name, and its args are an object.");
            return;
        }
        String signature = Fields.text(part, "thoughtSignature");
        parts.add(
                new Part.ToolCall(
                        ids.call(Fields.text(call, "id"), name),
                        name,
                        args.isObject() ? JsonTree.text(args) : "{}",
                        signature.isEmpty() ? null : signature));
    }

    private void result(JsonNode result, String param) {
        String name = Fields.text(result, "name");
        var id = ids.result(Fields.text(result, "id"), name);
        if (id.isEmpty()) {
            complaint.about(param, "It answers no call that stands before it.");
            return;
        }
        JsonNode response = Fields.of(result, "response");
        var content = new ArrayList<Part>();
        content.add(new Part.Text(said(response)));
        int at = 0;
        for (JsonNode media : Fields.list(result, "parts")) {
            JsonNode data = Fields.of(media, "inlineData");
            String type = Fields.text(data, "mimeType").toLowerCase(Locale.ROOT);
            if (type.startsWith("image/")) {
                var source = new Source.Inline(type, Fields.text(data, "data"));
                content.add(new Part.Image(source, ""));
            } else {
                complaint.about(param + ".parts[" + at + "]", "Results can hold only images.");
            }
            at++;
        }
        parts.add(new Part.ToolResult(id.get(), name, content, isError(response)));
    }

    private static boolean isError(JsonNode response) {
        return response.size() == 1 && response.has("error");
    }

    /** The one text where the object is only a wrapper around it, else the object. */
    private static String said(JsonNode response) {
        if (response.isMissingNode()) {
            return "{}";
        }
        if (response.isObject() && response.size() == 1) {
            Map.Entry<String, JsonNode> only = response.properties().iterator().next();
            boolean wraps = List.of("output", "result", "error").contains(only.getKey());
            if (wraps && only.getValue().isString()) {
                return only.getValue().asString();
            }
        }
        return JsonTree.text(response);
    }
}
