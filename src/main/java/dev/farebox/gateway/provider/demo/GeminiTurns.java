package dev.farebox.gateway.provider.demo;

import static dev.farebox.gateway.provider.demo.GeminiFields.get;

import dev.farebox.gateway.provider.demo.Ask.Message;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Reads the contents of a request of Gemini's; every function call must find its response. */
final class GeminiTurns {
    /** What the vendor lets pass for thoughts that came from elsewhere. */
    private static final List<String> PASSES =
            List.of("skip_thought_signature_validator", "context_engineering_is_the_way_to_go");

    private final Body body;
    private final List<Message> messages = new ArrayList<>();
    private List<JsonNode> open = List.of();

    GeminiTurns(Body body) {
        this.body = body;
    }

    List<Message> read(JsonNode contents) {
        if (!contents.isArray() || contents.isEmpty()) {
            throw body.missing("contents");
        }
        int index = 0;
        for (JsonNode content : contents.values()) {
            content(content, "contents[" + index++ + "]");
        }
        return messages;
    }

    private void content(JsonNode content, String param) {
        String role = content.path("role").asString("user");
        if (!List.of("user", "model", "function").contains(role)) {
            throw body.refused("Please use a valid role: user, model.", param);
        }
        JsonNode parts = content.path("parts");
        if (!parts.isArray() || parts.isEmpty()) {
            throw body.missing(param + ".parts");
        }
        var said = new Turn(role.equals("model") ? "assistant" : "user");
        var calls = new ArrayList<JsonNode>();
        var results = new ArrayList<Message>();
        var responses = new ArrayList<JsonNode>();
        for (JsonNode part : parts.values()) {
            part(part, param, said, calls, responses);
        }
        responses.forEach(response ->
                results.add(new Turn("tool").text(result(response.path("response"))).message()));
        answered(responses, param);
        open = role.equals("model") ? calls : open;
        if (!said.isEmpty() || results.isEmpty()) {
            messages.add(said.message());
        }
        messages.addAll(results);
    }

    private void part(
            JsonNode part,
            String param,
            Turn said,
            List<JsonNode> calls,
            List<JsonNode> responses) {
        signature(part, param);
        JsonNode call = get(part, "functionCall");
        JsonNode response = get(part, "functionResponse");
        JsonNode media = get(part, "inlineData");
        if (call.isObject()) {
            calls.add(call);
            said.other(call);
        } else if (response.isObject()) {
            responses.add(response);
        } else if (media.isObject() || get(part, "fileData").isObject()) {
            if (get(media, "mimeType").asString("").startsWith("audio/")) {
                said.sound(media);
            } else {
                said.image(part);
            }
        } else if (part.path("text").isString()) {
            if (!part.path("thought").asBoolean(false)) {
                said.text(part.path("text").stringValue());
            }
        } else if (part.isObject() && !part.isEmpty()) {
            said.other(part);
        } else {
            throw body.refused(
                    "Unable to submit request because it must have a text parameter.", param);
        }
    }

    private void signature(JsonNode part, String param) {
        JsonNode signature = get(part, "thoughtSignature");
        if (signature.isString()
                && !PASSES.contains(signature.stringValue())
                && !Signature.isOurs(signature.stringValue())) {
            throw body.refused("Thought signature is not valid.", param);
        }
    }

    private void answered(List<JsonNode> responses, String param) {
        if (responses.size() != open.size()) {
            throw body.refused(
                    "Please ensure that the number of function response parts is equal to the number"
                            + " of function call parts of the function call turn.",
                    param);
        }
        for (JsonNode response : responses) {
            boolean known =
                    open.stream().anyMatch(call -> call.path("name").equals(response.path("name")));
            JsonNode id = response.path("id");
            boolean named =
                    !id.isString() || open.stream().anyMatch(call -> call.path("id").equals(id));
            if (!known || !named) {
                throw body.refused(
                        "Please ensure that function response turn comes immediately after a"
                                + " function call turn, with the names and ids of its calls.",
                        param);
            }
        }
        open = List.of();
    }

    private static String result(JsonNode response) {
        for (String usual : List.of("output", "result", "content", "error")) {
            if (response.path(usual).isString()) {
                return response.path(usual).stringValue();
            }
        }
        return response.toString();
    }
}
