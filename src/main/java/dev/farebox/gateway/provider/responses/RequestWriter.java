package dev.farebox.gateway.provider.responses;

import dev.farebox.gateway.exchange.canon.CanonRequest;
import dev.farebox.gateway.exchange.canon.Format;
import dev.farebox.gateway.exchange.canon.Sampling;
import dev.farebox.gateway.exchange.canon.Thinking;
import dev.farebox.gateway.exchange.canon.Tool;
import dev.farebox.gateway.exchange.canon.ToolChoice;
import dev.farebox.gateway.exchange.canon.Written;
import dev.farebox.json.JsonTree;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes a conversation as a request for a response that is not stored.
 *
 * <p>Refused by name: stop texts and sound, which this dialect does not have. Dropped: {@code seed}
 * and {@code top_k}, penalties, thinking of other providers, and that the result of a tool is an
 * error.
 */
final class RequestWriter {
    /** Models before reasoning: they refuse what only reasoning ones have. */
    private static final Pattern UNREASONING = Pattern.compile("(ft:)?(chatgpt-4|gpt-[34]).*");

    private static final long LITTLE = 2_048;
    private static final long MUCH = 16_384;

    private final CanonRequest request;
    private final String model;
    private final ObjectNode body = JsonTree.object();

    private RequestWriter(CanonRequest request, String model) {
        this.request = request;
        this.model = model;
    }

    static Written write(CanonRequest request, String model) {
        return new RequestWriter(request, model).write();
    }

    private Written write() {
        var input = new InputWriter();
        if (!request.stop().isEmpty()) {
            input.refuse("stop", "Stop texts are not available with this model.");
        }
        body.put("model", model);
        input.write(request.turns());
        if (!input.instructions().isEmpty()) {
            body.put("instructions", input.instructions());
        }
        body.set("input", input.items());
        tools();
        request.maxOutput().ifPresent(most -> body.put("max_output_tokens", most));
        sampling(request.sampling());
        format(request.format());
        reasoning();
        body.put("store", false).put("stream", request.stream());
        return input.refused() == null
                ? new Written.Body(JsonTree.bytes(body))
                : new Written.Refused(input.refused());
    }

    private void tools() {
        if (request.tools().isEmpty()) {
            return;
        }
        ArrayNode tools = body.putArray("tools");
        for (Tool tool : request.tools()) {
            ObjectNode written = tools.addObject().put("type", "function").put("name", tool.name());
            if (!tool.description().isEmpty()) {
                written.put("description", tool.description());
            }
            written.set("parameters", tool.schema());
            written.put("strict", tool.strict());
        }
        body.set("tool_choice", choice(request.toolChoice()));
        body.put("parallel_tool_calls", request.parallelTools());
    }

    private JsonNode choice(ToolChoice choice) {
        return switch (choice) {
            case ToolChoice.Auto() -> body.stringNode("auto");
            case ToolChoice.None() -> body.stringNode("none");
            case ToolChoice.Required() -> body.stringNode("required");
            case ToolChoice.Named(var name) -> function(name);
            case ToolChoice.Allowed(var names, boolean required) -> {
                ObjectNode allowed =
                        JsonTree.object()
                                .put("type", "allowed_tools")
                                .put("mode", required ? "required" : "auto");
                ArrayNode list = allowed.putArray("tools");
                names.forEach(name -> list.add(function(name)));
                yield allowed;
            }
        };
    }

    private static ObjectNode function(String name) {
        return JsonTree.object().put("type", "function").put("name", name);
    }

    private void sampling(Sampling sampling) {
        if (sampling.temperature() != null) {
            body.put("temperature", sampling.temperature());
        }
        if (sampling.topP() != null) {
            body.put("top_p", sampling.topP());
        }
    }

    private void format(Format format) {
        switch (format) {
            case Format.Text() -> {}
            case Format.AnyJson() ->
                    body.putObject("text").putObject("format").put("type", "json_object");
            case Format.Schema(var name, var schema, boolean strict) -> {
                ObjectNode written = body.putObject("text").putObject("format");
                written.put("type", "json_schema").put("name", name.isEmpty() ? "answer" : name);
                written.set("schema", schema);
                written.put("strict", strict);
            }
        }
    }

    private void reasoning() {
        if (UNREASONING.matcher(model).matches()) {
            return;
        }
        body.putArray("include").add("reasoning.encrypted_content");
        String effort = effort(request.thinking());
        if (effort.isEmpty() && !request.summarised()) {
            return;
        }
        ObjectNode reasoning = body.putObject("reasoning");
        if (!effort.isEmpty()) {
            reasoning.put("effort", effort);
        }
        if (request.summarised()) {
            reasoning.put("summary", "auto");
        }
    }

    /** Empty for the model's own. */
    private static String effort(Thinking thinking) {
        return switch (thinking) {
            case Thinking.Unsaid(), Thinking.Adaptive() -> "";
            case Thinking.Off() -> "none";
            case Thinking.Effort(var word) -> word;
            case Thinking.Budget(long tokens) ->
                    tokens <= LITTLE ? "low" : tokens < MUCH ? "medium" : "high";
        };
    }
}
