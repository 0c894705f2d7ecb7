package dev.farebox.app;

import dev.farebox.gateway.route.Channel;
import dev.farebox.gateway.route.ChannelKind;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The least that a model of each kind of upstream can be asked.
 *
 * @param path what follows the channel's base URL
 * @param usage where an answer tells its usage
 * @param input within the usage
 * @param output within the usage
 */
record SmallQuestion(String path, String body, String usage, String input, String output) {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    /** Responses ask for no less. */
    private static final int FEW = 16;

    static SmallQuestion to(Channel channel, String model) {
        String name = channel.models().getOrDefault(model, model);
        return switch (channel.kind()) {
            case OPENAI, OPENAI_CHAT -> chat(channel.kind(), name);
            case OPENAI_RESPONSES -> responses(name);
            case ANTHROPIC -> anthropic(name);
            case GEMINI -> gemini(name);
        };
    }

    /** The answer's usage; nothing where it has none in the form of this kind. */
    JsonNode usageOf(JsonNode answer) {
        JsonNode found = answer.path(usage);
        return found.has(input) ? found : MAPPER.missingNode();
    }

    private static SmallQuestion chat(ChannelKind kind, String model) {
        ObjectNode body = talk(model);
        // Reasoning models of OpenAI's own know only the new name, and many imitators only the old.
        body.put(kind == ChannelKind.OPENAI ? "max_completion_tokens" : "max_tokens", FEW);
        return new SmallQuestion(
                "/chat/completions",
                body.toString(),
                "usage",
                "prompt_tokens",
                "completion_tokens");
    }

    private static SmallQuestion responses(String model) {
        ObjectNode body = MAPPER.createObjectNode();
        body.put("model", model);
        body.put("input", "ping");
        body.put("max_output_tokens", FEW);
        body.put("store", false);
        return new SmallQuestion(
                "/responses", body.toString(), "usage", "input_tokens", "output_tokens");
    }

    private static SmallQuestion anthropic(String model) {
        ObjectNode body = talk(model);
        body.put("max_tokens", FEW);
        return new SmallQuestion(
                "/messages", body.toString(), "usage", "input_tokens", "output_tokens");
    }

    private static SmallQuestion gemini(String model) {
        ObjectNode body = MAPPER.createObjectNode();
        body.putArray("contents")
                .addObject()
                .put("role", "user")
                .putArray("parts")
                .addObject()
                .put("text", "ping");
        body.putObject("generationConfig").put("maxOutputTokens", FEW);
        String name = URLEncoder.encode(model, StandardCharsets.UTF_8).replace("+", "%20");
        return new SmallQuestion(
                "/models/" + name + ":generateContent",
                body.toString(),
                "usageMetadata",
                "promptTokenCount",
                "candidatesTokenCount");
    }

    private static ObjectNode talk(String model) {
        ObjectNode body = MAPPER.createObjectNode();
        body.put("model", model);
        body.putArray("messages").addObject().put("role", "user").put("content", "ping");
        return body;
    }
}
