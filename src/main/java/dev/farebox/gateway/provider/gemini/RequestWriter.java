package dev.farebox.gateway.provider.gemini;

import dev.farebox.gateway.exchange.canon.CanonRequest;
import dev.farebox.gateway.exchange.canon.Format;
import dev.farebox.gateway.exchange.canon.Sampling;
import dev.farebox.gateway.exchange.canon.Tool;
import dev.farebox.gateway.exchange.canon.ToolChoice;
import dev.farebox.gateway.exchange.canon.Written;
import dev.farebox.json.JsonTree;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes a canonical request as a body of {@code generateContent}.
 *
 * <p>Lost here: whether tools may run in parallel, the detail of pictures, names of documents and
 * of schemas, strictness.
 */
final class RequestWriter {
    private static final int MOST_STOPS = 5;

    private final CanonRequest request;
    private final ModelName model;
    private final Unwritable complaint = new Unwritable();
    private final ObjectNode body = JsonTree.object();

    private RequestWriter(CanonRequest request, String upstreamModel) {
        this.request = request;
        this.model = ModelName.of(upstreamModel);
    }

    static Written write(CanonRequest request, String upstreamModel) {
        var writer = new RequestWriter(request, upstreamModel);
        writer.conversation();
        writer.tools();
        writer.config();
        return writer.complaint
                .first()
                .<Written>map(Written.Refused::new)
                .orElseGet(() -> new Written.Body(JsonTree.bytes(writer.body)));
    }

    private void conversation() {
        var contents = new ContentWriter(model, complaint);
        contents.write(request.turns());
        if (!contents.system().isEmpty()) {
            body.putObject("systemInstruction").set("parts", contents.system());
        }
        if (contents.contents().isEmpty()) {
            complaint.about("messages", "There is nothing to answer: only instructions were sent.");
        }
        body.set("contents", contents.contents());
    }

    private void tools() {
        List<Tool> offered = offered();
        if (offered.isEmpty()) {
            return;
        }
        ArrayNode declarations =
                body.putArray("tools").addObject().putArray("functionDeclarations");
        for (Tool tool : offered) {
            ObjectNode declaration = declarations.addObject().put("name", tool.name());
            if (!tool.description().isEmpty()) {
                declaration.put("description", tool.description());
            }
            if (SchemaWriter.hasMembers(tool.schema())) {
                declaration.set("parametersJsonSchema", SchemaWriter.written(tool.schema()));
            }
        }
        choice(request.toolChoice());
    }

    /** Names go only with a mode that demands a call; else the others are not offered. */
    private List<Tool> offered() {
        if (!(request.toolChoice() instanceof ToolChoice.Allowed(var names, var required))
                || required) {
            return request.tools();
        }
        return request.tools().stream().filter(tool -> names.contains(tool.name())).toList();
    }

    private void choice(ToolChoice choice) {
        switch (choice) {
            case ToolChoice.Auto() -> {}
            case ToolChoice.None() -> mode("NONE", List.of());
            case ToolChoice.Required() -> mode("ANY", List.of());
            case ToolChoice.Named(var name) -> mode("ANY", List.of(name));
            case ToolChoice.Allowed(var names, var required) -> {
                if (required) {
                    mode("ANY", names);
                }
            }
        }
    }

    private void mode(String mode, List<String> names) {
        ObjectNode config = body.putObject("toolConfig").putObject("functionCallingConfig");
        config.put("mode", mode);
        if (!names.isEmpty()) {
            ArrayNode allowed = config.putArray("allowedFunctionNames");
            names.forEach(allowed::add);
        }
    }

    private void config() {
        ObjectNode config = JsonTree.object();
        request.maxOutput().ifPresent(most -> config.put("maxOutputTokens", most));
        sampling(config, request.sampling());
        if (request.stop().size() > MOST_STOPS) {
            complaint.about("stop", "This model takes at most " + MOST_STOPS + " stop texts.");
        }
        if (!request.stop().isEmpty()) {
            ArrayNode stop = config.putArray("stopSequences");
            request.stop().forEach(stop::add);
        }
        format(config, request.format());
        ThinkingWriter.config(request.thinking(), request.summarised(), model)
                .ifPresent(thinking -> config.set("thinkingConfig", thinking));
        if (!config.isEmpty()) {
            body.set("generationConfig", config);
        }
    }

    private static void sampling(ObjectNode config, Sampling sampling) {
        number(config, "temperature", sampling.temperature());
        number(config, "topP", sampling.topP());
        if (sampling.topK() != null) {
            config.put("topK", sampling.topK());
        }
        if (sampling.seed() != null) {
            // the dialect's seed has 32 bits; the same long one still gives the same short one
            config.put("seed", (int) (long) sampling.seed());
        }
        penalty(config, "presencePenalty", sampling.presencePenalty());
        penalty(config, "frequencyPenalty", sampling.frequencyPenalty());
    }

    /** Most models refuse penalties, and one of 0 is none. */
    private static void penalty(ObjectNode config, String name, @Nullable BigDecimal value) {
        if (value != null && value.signum() != 0) {
            config.put(name, value);
        }
    }

    private static void number(ObjectNode config, String name, @Nullable BigDecimal value) {
        if (value != null) {
            config.put(name, value);
        }
    }

    private static void format(ObjectNode config, Format format) {
        switch (format) {
            case Format.Text() -> {}
            case Format.AnyJson() -> config.put("responseMimeType", "application/json");
            case Format.Schema(_, var schema, _) -> {
                config.put("responseMimeType", "application/json");
                config.set("responseJsonSchema", SchemaWriter.written(schema));
            }
        }
    }
}
