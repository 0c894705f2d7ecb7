package dev.farebox.gateway.provider.demo;

import static dev.farebox.gateway.provider.demo.GeminiFields.get;

import dev.farebox.gateway.provider.demo.Ask.Message;
import dev.farebox.gateway.provider.demo.Ask.Shape;
import dev.farebox.gateway.provider.demo.Ask.Tool;
import dev.farebox.gateway.provider.demo.Ask.ToolChoice;
import dev.farebox.gateway.provider.demo.Ask.ToolChoice.Mode;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Reads a request of Gemini's and checks what the real one checks. */
final class GeminiReader {
    private final Body body;
    private final JsonNode config;
    private final JsonNode thinking;

    private GeminiReader(Body body) {
        this.body = body;
        this.config = get(body.root(), "generationConfig");
        this.thinking = get(config, "thinkingConfig");
    }

    /** {@code :generateContent}, or {@code :streamGenerateContent}. */
    static Reading read(Call call, boolean stream) {
        try {
            var reader = new GeminiReader(Body.of(Vendor.GEMINI, call.body()));
            Ask ask = reader.ask(call, stream);
            boolean shown = get(reader.thinking, "includeThoughts").asBoolean(false);
            Wrapping wrapping = call.events() ? Wrapping.EVENTS_CRLF : Wrapping.ARRAY;
            return new Conversation(
                    ask,
                    Vendor.GEMINI,
                    "contents",
                    scene -> new GeminiScript(scene, wrapping, shown));
        } catch (Malformed malformed) {
            return malformed.refusal;
        }
    }

    /** {@code :countTokens}: contents, or a whole request to generate. */
    static Reading count(Call call) {
        try {
            Body body = Body.of(Vendor.GEMINI, call.body());
            JsonNode whole = get(body.root(), "generateContentRequest");
            var reader = new GeminiReader(whole.isObject() ? new Body(Vendor.GEMINI, whole) : body);
            Ask ask = reader.ask(call, false);
            return Fixed.json(
                    ask.model(),
                    ask.lastUserText(),
                    Vendor.GEMINI,
                    _ ->
                            "{\"totalTokens\":%d,\"promptTokensDetails\":[{\"modality\":\"TEXT\",\"tokenCount\":%d}]}"
                                    .formatted(ask.promptTokens(), ask.promptTokens()));
        } catch (Malformed malformed) {
            return malformed.refusal;
        }
    }

    private Ask ask(Call call, boolean stream) {
        var messages = new ArrayList<Message>();
        List<Tool> tools = tools(messages);
        JsonNode system = get(body.root(), "systemInstruction");
        if (system.isObject()) {
            var turn = new Turn("system");
            system.path("parts")
                    .values()
                    .forEach(part -> turn.text(part.path("text").asString("")));
            messages.add(turn.message());
        }
        messages.addAll(new GeminiTurns(body).read(body.get("contents")));
        JsonNode limit = get(config, "maxOutputTokens");
        return new Ask(
                call.pathModel(),
                stream,
                false,
                get(thinking, "includeThoughts").asBoolean(false),
                limit.isMissingNode()
                        ? Integer.MAX_VALUE
                        : body.limit(limit, "generation_config.max_output_tokens", 1),
                get(config, "stopSequences").values().stream()
                        .map(stop -> stop.asString(""))
                        .toList(),
                shape(),
                tools,
                choice(),
                true,
                messages,
                0);
    }

    private List<Tool> tools(List<Message> messages) {
        var tools = new ArrayList<Tool>();
        for (JsonNode group : body.get("tools").values()) {
            for (JsonNode function : get(group, "functionDeclarations").values()) {
                JsonNode name = function.path("name");
                if (!name.isString()) {
                    throw body.missing(
                            "tools[0].function_declarations[%d].name".formatted(tools.size()));
                }
                JsonNode schema = get(function, "parametersJsonSchema");
                JsonNode own = schema.isMissingNode() ? function.path("parameters") : schema;
                tools.add(
                        Tool.function(
                                name.stringValue(),
                                own.isObject() ? GeminiFields.schema(own) : null));
                messages.add(new Turn("system").other(function).message());
            }
        }
        return tools;
    }

    private Shape shape() {
        JsonNode schema = get(config, "responseJsonSchema");
        JsonNode own = schema.isMissingNode() ? get(config, "responseSchema") : schema;
        if (own.isObject()) {
            return new Shape(true, GeminiFields.schema(own));
        }
        return get(config, "responseMimeType").asString("").equals("application/json")
                ? new Shape(true, null)
                : Shape.TEXT;
    }

    private ToolChoice choice() {
        JsonNode calling = get(get(body.root(), "toolConfig"), "functionCallingConfig");
        JsonNode allowed = get(calling, "allowedFunctionNames");
        return switch (calling.path("mode").asString("AUTO")) {
            case "NONE" -> new ToolChoice(Mode.NONE, "");
            case "ANY" ->
                    allowed.size() == 1
                            ? new ToolChoice(Mode.NAMED, allowed.path(0).asString(""))
                            : new ToolChoice(Mode.REQUIRED, "");
            default -> ToolChoice.AUTO;
        };
    }
}
