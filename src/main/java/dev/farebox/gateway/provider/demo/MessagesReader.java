package dev.farebox.gateway.provider.demo;

import dev.farebox.gateway.provider.demo.Ask.Message;
import dev.farebox.gateway.provider.demo.Ask.Shape;
import dev.farebox.gateway.provider.demo.Ask.Tool;
import dev.farebox.gateway.provider.demo.Ask.ToolChoice;
import dev.farebox.gateway.provider.demo.Ask.ToolChoice.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads a request of Anthropic's Messages API and checks what the real one checks. */
final class MessagesReader {
    /** From this version on, sampling parameters are refused. */
    private static final String WITHOUT_SAMPLING = "2026-10-21";

    private static final Set<String> SAMPLING = Set.of("temperature", "top_p", "top_k");
    private static final int LEAST_THINKING = 1024;

    private final Body body;
    private final String model;
    private final List<Message> messages = new ArrayList<>();

    private MessagesReader(Body body) {
        this.body = body;
        this.model = body.model();
    }

    /** {@code /v1/messages}. */
    static Reading read(Call call) {
        return reading(
                call,
                reader -> {
                    int most =
                            reader.body.limit(reader.body.required("max_tokens"), "max_tokens", 1);
                    Ask ask = reader.ask(call, most);
                    return new Conversation(ask, Vendor.ANTHROPIC, "messages", MessagesScript::new);
                });
    }

    /** {@code /v1/messages/count_tokens}. */
    static Reading count(Call call) {
        return reading(
                call,
                reader -> {
                    Ask ask = reader.ask(call, Integer.MAX_VALUE);
                    return Fixed.json(
                            ask.model(),
                            ask.lastUserText(),
                            Vendor.ANTHROPIC,
                            _ -> "{\"input_tokens\":" + ask.promptTokens() + "}");
                });
    }

    private interface Then {
        Reading read(MessagesReader reader);
    }

    private static Reading reading(Call call, Then then) {
        if (call.header("anthropic-version").isEmpty()) {
            return Refusal.invalid("anthropic-version: header is required", null, null);
        }
        try {
            return then.read(new MessagesReader(Body.of(Vendor.ANTHROPIC, call.body())));
        } catch (Malformed malformed) {
            return malformed.refusal;
        }
    }

    private Ask ask(Call call, int maxTokens) {
        if (call.header("anthropic-version").equals(WITHOUT_SAMPLING)) {
            refuseSampling();
        }
        List<Tool> tools = tools();
        body.find("system").ifPresent(this::system);
        messages.addAll(new MessagesTurns(body).read(body.required("messages")));
        ToolChoice choice = choice(body.get("tool_choice"));
        JsonNode choiceNode = body.get("tool_choice");
        JsonNode schema = body.get("output_config").path("format").path("schema");
        return new Ask(
                model,
                body.flag("stream"),
                false,
                thinks(maxTokens),
                maxTokens,
                stops(),
                schema.isObject() ? new Shape(true, schema) : Shape.TEXT,
                tools,
                choice,
                !choiceNode.path("disable_parallel_tool_use").asBoolean(false),
                messages,
                0);
    }

    private void refuseSampling() {
        for (String name : SAMPLING) {
            if (body.find(name).isPresent()) {
                throw body.refused("`" + name + "` is not supported in this version.", name);
            }
        }
    }

    private boolean thinks(int maxTokens) {
        JsonNode thinking = body.get("thinking");
        return switch (thinking.path("type").asString("disabled")) {
            case "disabled" -> false;
            case "adaptive", "between_tools" -> true;
            case "enabled" -> {
                JsonNode budget = thinking.path("budget_tokens");
                String name = "thinking.enabled.budget_tokens";
                if (budget.isMissingNode()) {
                    throw body.missing(name);
                }
                if (body.limit(budget, name, LEAST_THINKING) >= maxTokens) {
                    throw body.refused(
                            "`max_tokens` must be greater than `thinking.budget_tokens`.", name);
                }
                yield true;
            }
            default -> throw body.wrongType("thinking.type", "a known tag");
        };
    }

    private List<String> stops() {
        JsonNode stops = body.get("stop_sequences");
        return stops.values().stream().map(stop -> stop.asString("")).toList();
    }

    /** A string or blocks; each block is a message, so that the cache can end behind any. */
    private void system(JsonNode system) {
        if (system.isString()) {
            messages.add(new Turn("system").text(system.stringValue()).message());
            return;
        }
        if (!system.isArray()) {
            throw body.wrongType("system", "a valid string or array");
        }
        for (JsonNode block : system.values()) {
            messages.add(
                    new Turn("system")
                            .text(block.path("text").asString(""))
                            .marked(block)
                            .message());
        }
    }

    /** Tools come first in the prompt; they are weighed and cached like a message. */
    private List<Tool> tools() {
        JsonNode nodes = body.get("tools");
        var tools = new ArrayList<Tool>();
        for (JsonNode node : nodes.values()) {
            String param = "tools." + messages.size();
            JsonNode name = node.path("name");
            if (!name.isString()) {
                throw body.missing(param + ".custom.name");
            }
            boolean ours = node.path("type").asString("custom").equals("custom");
            if (ours && !node.path("input_schema").isObject()) {
                throw body.missing(param + ".custom.input_schema");
            }
            if (ours) {
                tools.add(Tool.function(name.stringValue(), node.path("input_schema")));
            }
            messages.add(new Turn("system").other(node).marked(node).message());
        }
        return tools;
    }

    private ToolChoice choice(JsonNode node) {
        return switch (node.path("type").asString("auto")) {
            case "auto" -> ToolChoice.AUTO;
            case "none" -> new ToolChoice(Mode.NONE, "");
            case "any" -> new ToolChoice(Mode.REQUIRED, "");
            case "tool" -> {
                if (!node.path("name").isString()) {
                    throw body.missing("tool_choice.tool.name");
                }
                yield new ToolChoice(Mode.NAMED, node.path("name").stringValue());
            }
            default -> throw body.wrongType("tool_choice", "a known tag");
        };
    }
}
