package dev.farebox.gateway.provider.openai;

import dev.farebox.gateway.exchange.canon.CanonRequest;
import dev.farebox.gateway.exchange.canon.Format;
import dev.farebox.gateway.exchange.canon.Sampling;
import dev.farebox.gateway.exchange.canon.Thinking;
import dev.farebox.gateway.exchange.canon.Tool;
import dev.farebox.gateway.exchange.canon.ToolChoice;
import dev.farebox.gateway.exchange.canon.Untranslatable;
import dev.farebox.gateway.exchange.canon.Written;
import dev.farebox.json.JsonTree;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes a canonical request as a chat completion request.
 *
 * <p><b>Dropped</b>: {@code top_k}, which this dialect lacks; temperature, top_p and penalties
 * toward OpenAI's thinking models, which refuse them; an effort toward models that do not think;
 * thinking of other providers and every signature; that a tool result is an error. <b>Refused by
 * name</b>: more than 4 stop texts, documents by address, images and files that an assistant or the
 * system sends.
 *
 * <p>A budget of thinking becomes an effort: up to 2,048 tokens low, up to 8,192 medium, above that
 * high. Thinking switched off becomes the effort {@code none} where the model is known to take it,
 * and is else left to the model.
 */
public final class ChatWriter {
    private static final int MOST_STOPS = 4;

    private final CanonRequest request;
    private final ChatModel model;
    private final ObjectNode body = JsonTree.object();

    private ChatWriter(CanonRequest request, ChatModel model) {
        this.request = request;
        this.model = model;
    }

    /** {@code upstreamModel} as the upstream names it. */
    public static Written write(CanonRequest request, String upstreamModel) {
        return new ChatWriter(request, ChatModel.of(upstreamModel)).write(upstreamModel);
    }

    private Written write(String upstreamModel) {
        if (request.stop().size() > MOST_STOPS) {
            return refused(
                    "stop", "This model takes at most " + MOST_STOPS + " texts at which to stop.");
        }
        body.put("model", upstreamModel);
        var messages = new ChatMessages(body.putArray("messages"));
        messages.write(request.turns());
        if (messages.refused() != null) {
            return new Written.Refused(messages.refused());
        }
        tools();
        limits();
        sampling(request.sampling());
        effort();
        format();
        if (request.stream()) {
            body.put("stream", true).putObject("stream_options").put("include_usage", true);
        }
        return new Written.Body(JsonTree.bytes(body));
    }

    private static Written refused(String param, String why) {
        return new Written.Refused(new Untranslatable(param, why));
    }

    private void tools() {
        if (request.tools().isEmpty()) {
            return;
        }
        ArrayNode tools = body.putArray("tools");
        request.tools().forEach(tool -> tool(tools.addObject(), tool));
        choice(request.toolChoice());
        if (!request.parallelTools()) {
            body.put("parallel_tool_calls", false);
        }
    }

    private static void tool(ObjectNode form, Tool tool) {
        ObjectNode function = form.put("type", "function").putObject("function");
        function.put("name", tool.name());
        if (!tool.description().isEmpty()) {
            function.put("description", tool.description());
        }
        function.set("parameters", tool.schema());
        if (tool.strict()) {
            function.put("strict", true);
        }
    }

    private void choice(ToolChoice choice) {
        switch (choice) {
            case ToolChoice.Auto _ -> {}
            case ToolChoice.None _ -> body.put("tool_choice", "none");
            case ToolChoice.Required _ -> body.put("tool_choice", "required");
            case ToolChoice.Named(String name) -> function(body.putObject("tool_choice"), name);
            case ToolChoice.Allowed(var names, boolean required) -> {
                ObjectNode allowed =
                        body.putObject("tool_choice")
                                .put("type", "allowed_tools")
                                .putObject("allowed_tools");
                allowed.put("mode", required ? "required" : "auto");
                ArrayNode tools = allowed.putArray("tools");
                names.forEach(name -> function(tools.addObject(), name));
            }
        }
    }

    private static void function(ObjectNode form, String name) {
        form.put("type", "function").putObject("function").put("name", name);
    }

    private void limits() {
        request.maxOutput().ifPresent(most -> body.put("max_completion_tokens", most));
        if (!request.stop().isEmpty()) {
            ArrayNode stop = body.putArray("stop");
            request.stop().forEach(stop::add);
        }
    }

    private void sampling(Sampling sampling) {
        if (!model.drawsAsItLikes()) {
            number("temperature", sampling.temperature());
            number("top_p", sampling.topP());
            number("presence_penalty", sampling.presencePenalty());
            number("frequency_penalty", sampling.frequencyPenalty());
        }
        if (sampling.seed() != null) {
            body.put("seed", sampling.seed());
        }
    }

    private void number(String name, @Nullable BigDecimal value) {
        if (value != null) {
            body.put(name, value);
        }
    }

    private void effort() {
        String word =
                switch (request.thinking()) {
                    case Thinking.Unsaid _, Thinking.Adaptive _ -> "";
                    case Thinking.Off _ -> model.mayRest() ? "none" : "";
                    case Thinking.Effort(String effort) -> effort.equals("max") ? "xhigh" : effort;
                    case Thinking.Budget(long tokens) ->
                            tokens <= 2048 ? "low" : tokens <= 8192 ? "medium" : "high";
                };
        if (!word.isEmpty() && model.takesEffort()) {
            body.put("reasoning_effort", word);
        }
    }

    private void format() {
        switch (request.format()) {
            case Format.Text _ -> {}
            case Format.AnyJson _ -> body.putObject("response_format").put("type", "json_object");
            case Format.Schema(String name, var schema, boolean strict) -> {
                ObjectNode form =
                        body.putObject("response_format")
                                .put("type", "json_schema")
                                .putObject("json_schema");
                form.put("name", schemaName(name));
                form.set("schema", schema);
                form.put("strict", strict);
            }
        }
    }

    /** 1 to 64 letters, digits, hyphens and underscores. */
    private static String schemaName(String name) {
        String fit = name.replaceAll("[^a-zA-Z0-9_-]", "_");
        return fit.isEmpty() ? "answer" : fit.substring(0, Math.min(64, fit.length()));
    }
}
