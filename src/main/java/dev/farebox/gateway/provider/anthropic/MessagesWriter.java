package dev.farebox.gateway.provider.anthropic;

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
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes a canonical request as a Messages request.
 *
 * <p><b>Filled in</b>: {@code max_tokens}, which the dialect requires. <b>Changed</b>: a
 * temperature above 1 is 1; the effort {@code minimal} is {@code low}; a budget of thinking is kept
 * below the limit. <b>Dropped</b>: seed and penalties; {@code top_p} beside a temperature; sampling
 * while the model thinks, and thinking where a tool must be called, because the two exclude each
 * other; thinking of other providers; the detail of an image; the position of a system text.
 * <b>Refused by name</b>: any JSON without a schema, audio, documents other than PDF and text.
 */
final class MessagesWriter {
    /** What a model that is not known surely allows. */
    static final long USUAL_MAX_TOKENS = 32_000;

    private static final long LEAST_BUDGET = 1_024;
    private static final BigDecimal HOTTEST = BigDecimal.ONE;

    private final CanonRequest request;
    private final ObjectNode body = JsonTree.object();

    private MessagesWriter(CanonRequest request) {
        this.request = request;
    }

    static Written write(CanonRequest request, String upstreamModel) {
        return new MessagesWriter(request).write(upstreamModel);
    }

    private Written write(String upstreamModel) {
        var turns = new TurnsWriter();
        turns.add(request.turns());
        Untranslatable why = turns.refused();
        if (why == null && turns.isEmpty()) {
            why = new Untranslatable("messages", "There is no message.");
        }
        if (why == null && request.format() instanceof Format.AnyJson) {
            why =
                    new Untranslatable(
                            "response_format",
                            "This model answers in JSON by a schema only: give a JSON schema.");
        }
        if (why != null) {
            return new Written.Refused(why);
        }
        body.put("model", upstreamModel);
        body.put("max_tokens", maxTokens());
        turns.write(body);
        tools();
        boolean thinks = thinking(turns.lacksThinking());
        sampling(request.sampling(), thinks);
        stop();
        format();
        body.put("stream", request.stream());
        return new Written.Body(JsonTree.bytes(body));
    }

    private long maxTokens() {
        long budget = request.thinking() instanceof Thinking.Budget(long tokens) ? tokens : 0;
        long usual = budget > Long.MAX_VALUE / 2 ? Long.MAX_VALUE : budget + USUAL_MAX_TOKENS;
        return request.maxOutput().orElse(usual);
    }

    private void tools() {
        List<Tool> tools = request.tools();
        if (request.toolChoice() instanceof ToolChoice.Allowed(var names, _)) {
            tools = tools.stream().filter(tool -> names.contains(tool.name())).toList();
        }
        if (tools.isEmpty()) {
            return;
        }
        ArrayNode array = body.putArray("tools");
        tools.forEach(tool -> tool(tool, array.addObject()));
        choice();
    }

    private static void tool(Tool tool, ObjectNode form) {
        form.put("name", tool.name());
        if (!tool.description().isEmpty()) {
            form.put("description", tool.description());
        }
        form.set("input_schema", schema(tool.schema()));
        if (tool.strict()) {
            form.put("strict", true);
        }
    }

    /** The schema of an object, and said to be one. */
    private static JsonNode schema(JsonNode schema) {
        if (!schema.isObject()) {
            return JsonTree.object().put("type", "object");
        }
        return schema.has("type") ? schema : ((ObjectNode) schema).deepCopy().put("type", "object");
    }

    private void choice() {
        String type =
                switch (request.toolChoice()) {
                    case ToolChoice.Auto _ -> "auto";
                    case ToolChoice.None _ -> "none";
                    case ToolChoice.Required _ -> "any";
                    case ToolChoice.Named _ -> "tool";
                    case ToolChoice.Allowed(_, boolean required) -> required ? "any" : "auto";
                };
        boolean one = !request.parallelTools() && !type.equals("none");
        if (type.equals("auto") && !one) {
            return;
        }
        ObjectNode choice = body.putObject("tool_choice").put("type", type);
        if (request.toolChoice() instanceof ToolChoice.Named(String name)) {
            choice.put("name", name);
        }
        if (one) {
            choice.put("disable_parallel_tool_use", true);
        }
    }

    private boolean mustCall() {
        return body.has("tools")
                && switch (request.toolChoice()) {
                    case ToolChoice.Required _, ToolChoice.Named _ -> true;
                    case ToolChoice.Allowed(_, boolean required) -> required;
                    case ToolChoice.Auto _, ToolChoice.None _ -> false;
                };
    }

    /** Whether the model will think. */
    private boolean thinking(boolean lacksThinking) {
        switch (request.thinking()) {
            case Thinking.Unsaid _ -> {}
            case Thinking.Off _ -> body.putObject("thinking").put("type", "disabled");
            case Thinking.Adaptive _ -> adaptive();
            case Thinking.Effort(String word) -> {
                adaptive();
                config().put("effort", word.equals("minimal") ? "low" : word);
            }
            case Thinking.Budget(long tokens) -> {
                long most = Math.min(tokens, maxTokens() - 1);
                if (most >= LEAST_BUDGET && !mustCall() && !lacksThinking) {
                    body.putObject("thinking").put("type", "enabled").put("budget_tokens", most);
                }
            }
        }
        return body.has("thinking") && !(request.thinking() instanceof Thinking.Off);
    }

    private void adaptive() {
        if (!mustCall()) {
            body.putObject("thinking")
                    .put("type", "adaptive")
                    .put("display", request.summarised() ? "summarized" : "omitted");
        }
    }

    private ObjectNode config() {
        return body.withObject("output_config");
    }

    private void sampling(Sampling sampling, boolean thinks) {
        if (thinks) {
            return;
        }
        BigDecimal temperature = sampling.temperature();
        if (temperature != null) {
            body.put("temperature", temperature.min(HOTTEST));
        } else {
            number("top_p", sampling.topP());
        }
        if (sampling.topK() != null) {
            body.put("top_k", sampling.topK());
        }
    }

    private void number(String name, @Nullable BigDecimal value) {
        if (value != null) {
            body.put(name, value);
        }
    }

    private void stop() {
        List<String> stop = request.stop().stream().filter(text -> !text.isBlank()).toList();
        if (!stop.isEmpty()) {
            ArrayNode array = body.putArray("stop_sequences");
            stop.forEach(array::add);
        }
    }

    private void format() {
        if (request.format() instanceof Format.Schema(_, JsonNode schema, _)) {
            config().putObject("format").put("type", "json_schema").set("schema", schema);
        }
    }
}
