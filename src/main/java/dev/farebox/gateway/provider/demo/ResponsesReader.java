package dev.farebox.gateway.provider.demo;

import dev.farebox.gateway.provider.demo.AnswerMemory.Kept;
import dev.farebox.gateway.provider.demo.Ask.Message;
import dev.farebox.gateway.provider.demo.Ask.Shape;
import dev.farebox.gateway.provider.demo.Ask.Tool;
import dev.farebox.gateway.provider.demo.Ask.ToolChoice;
import dev.farebox.gateway.provider.demo.Ask.ToolChoice.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads a request of {@code /v1/responses} and checks what the real one checks. */
final class ResponsesReader {
    private static final int LEAST_OUTPUT = 16;
    private static final int COMPACTED = 64;

    private final Body body;
    private final AnswerMemory memory;
    private final List<Tool> tools = new ArrayList<>();

    private ResponsesReader(Body body, AnswerMemory memory) {
        this.body = body;
        this.memory = memory;
    }

    static Reading read(Call call, AnswerMemory memory) {
        try {
            var reader = new ResponsesReader(Body.of(Vendor.OPENAI, call.body()), memory);
            return reader.reply(reader.body.limit("max_output_tokens", LEAST_OUTPUT));
        } catch (Malformed malformed) {
            return malformed.refusal;
        }
    }

    /** {@code /v1/responses/input_tokens}. */
    static Reading count(Call call, AnswerMemory memory) {
        try {
            var reader = new ResponsesReader(Body.of(Vendor.OPENAI, call.body()), memory);
            Ask ask = reader.reply(Integer.MAX_VALUE).conversation().ask();
            return Fixed.json(
                    ask.model(),
                    ask.lastUserText(),
                    Vendor.OPENAI,
                    _ ->
                            "{\"object\":\"response.input_tokens\",\"input_tokens\":%d}"
                                    .formatted(ask.promptTokens()));
        } catch (Malformed malformed) {
            return malformed.refusal;
        }
    }

    /** {@code /v1/responses/compact}: a shorter form of the conversation, and what it costs. */
    static Reading compact(Call call, AnswerMemory memory) {
        try {
            var reader = new ResponsesReader(Body.of(Vendor.OPENAI, call.body()), memory);
            Ask ask = reader.reply(Integer.MAX_VALUE).conversation().ask();
            return new Recital(
                    Ask.of(ask.model(), false, ask.last()),
                    "input",
                    Answer.text(List.of(), Pieces.of(ask.lastUserText()), 0).limited(COMPACTED),
                    scene -> new Compaction(scene, ask.promptTokens()));
        } catch (Malformed malformed) {
            return malformed.refusal;
        }
    }

    private Reply reply(int maxTokens) {
        String model = body.model();
        var messages = new ArrayList<Message>();
        String previous = body.get("previous_response_id").asString("");
        Kept before = previous.isEmpty() ? null : previous(previous);
        if (before != null) {
            messages.addAll(before.messages());
        }
        body.find("instructions")
                .ifPresent(
                        text -> messages.add(new Turn("system").text(text.asString("")).message()));
        addTools(body.get("tools"), "");
        var items = new ResponsesItems(body, before == null ? Set.of() : before.calls());
        messages.addAll(items.read(body.required("input")));
        items.moreTools().forEach(more -> addTools(more, ""));
        if (messages.isEmpty()) {
            throw new Malformed(Refusal.wrongValue("input", "must not be empty."));
        }
        JsonNode reasoning = body.get("reasoning");
        boolean summary = !reasoning.path("summary").asString("none").equals("none");
        Ask ask =
                new Ask(
                        model,
                        body.flag("stream"),
                        false,
                        summary,
                        maxTokens,
                        List.of(),
                        shape(),
                        tools,
                        choice(body.get("tool_choice")),
                        body.flag("parallel_tool_calls", true),
                        messages,
                        Turn.quarter(body.get("tools").toString()));
        var options =
                new ResponsesScript.Options(
                        previous,
                        body.get("include").toString().contains("reasoning.encrypted_content"),
                        body.flag("background"),
                        items.compacts());
        return new Reply(ask, options, body.flag("store", true));
    }

    private Kept previous(String id) {
        return memory.find(id)
                .orElseThrow(() ->
                        new Malformed(
                                Refusal.invalid(
                                        "Previous response with id '" + id + "' not found.",
                                        "previous_response_id",
                                        "previous_response_not_found")));
    }

    /** Functions, custom tools, and both within a namespace; the provider's own are not called. */
    private void addTools(JsonNode nodes, String namespace) {
        int index = 0;
        for (JsonNode node : nodes.values()) {
            String param = "tools[" + index++ + "]";
            String type = node.path("type").asString("");
            if (type.isEmpty()) {
                throw body.missing(param + ".type");
            }
            boolean named = type.equals("function") || type.equals("custom");
            if (named && !node.path("name").isString()) {
                throw body.missing(param + ".name");
            }
            if (named) {
                JsonNode parameters = node.path("parameters");
                tools.add(
                        new Tool(
                                node.path("name").stringValue(),
                                parameters.isObject() ? parameters : null,
                                type.equals("custom"),
                                namespace));
            } else if (type.equals("namespace") && namespace.isEmpty()) {
                addTools(node.path("tools"), node.path("name").asString("demo"));
            }
        }
    }

    private Shape shape() {
        JsonNode format = body.get("text").path("format");
        return switch (format.path("type").asString("text")) {
            case "json_schema" -> {
                if (!format.path("schema").isObject()) {
                    throw body.missing("text.format.schema");
                }
                yield new Shape(true, format.path("schema"));
            }
            case "json_object" -> new Shape(true, null);
            default -> Shape.TEXT;
        };
    }

    private ToolChoice choice(JsonNode node) {
        if (node.isString()) {
            return FormReader.toolChoice(node);
        }
        JsonNode name = node.path("name");
        return switch (node.path("type").asString("auto")) {
            case "function", "custom" -> {
                if (!name.isString()) {
                    throw body.missing("tool_choice.name");
                }
                yield new ToolChoice(Mode.NAMED, name.stringValue());
            }
            case "allowed_tools" ->
                    node.path("mode").asString("auto").equals("required")
                            ? new ToolChoice(Mode.REQUIRED, "")
                            : ToolChoice.AUTO;
            default -> ToolChoice.AUTO;
        };
    }
}
