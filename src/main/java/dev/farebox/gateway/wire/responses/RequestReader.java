package dev.farebox.gateway.wire.responses;

import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.canon.CanonRead;
import dev.farebox.gateway.exchange.canon.CanonRequest;
import dev.farebox.gateway.exchange.canon.Format;
import dev.farebox.gateway.exchange.canon.Sampling;
import dev.farebox.gateway.exchange.canon.Thinking;
import dev.farebox.gateway.exchange.canon.ToolChoice;
import dev.farebox.gateway.exchange.canon.Turn;
import dev.farebox.gateway.exchange.canon.Untranslatable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads a request for translation.
 *
 * <p>Dropped, because it changes neither meaning nor money: {@code store} (nothing is kept), {@code
 * metadata}, {@code user}, {@code safety_identifier}, {@code prompt_cache_*}, {@code service_tier},
 * {@code truncation}, {@code max_tool_calls}, {@code text.verbosity}, {@code client_metadata},
 * {@code stream_options}, an optional web search beside other tools, and records of what hosted
 * tools did earlier.
 */
final class RequestReader {
    private static final Set<String> EFFORTS =
            Set.of("minimal", "low", "medium", "high", "xhigh", "max");

    private final ClientRequest request;
    private final JsonNode body;
    private final Objections objections = new Objections();

    private RequestReader(ClientRequest request) {
        this.request = request;
        this.body = Tree.read(request.body());
    }

    static CanonRead read(ClientRequest request) {
        return new RequestReader(request).read();
    }

    private CanonRead read() {
        refuseState();
        DeclaredTools tools = DeclaredTools.of(body, objections);
        var items = new ItemReader(tools, objections);
        items.read(body.path("instructions"), "instructions", Turn.Role.SYSTEM);
        items.read(body.path("input"), "input", Turn.Role.USER);
        var canon =
                new CanonRequest(
                        items.turns(),
                        tools.tools(),
                        toolChoice(tools),
                        body.path("parallel_tool_calls").asBoolean(true),
                        request.maxOutput(),
                        sampling(),
                        List.of(),
                        format(items.format()),
                        thinking(items.effort()),
                        isSummarised(),
                        request.stream());
        if (canon.turns().isEmpty()) {
            objections.add("input", "The input says nothing.");
        }
        Untranslatable why = objections.first();
        return why == null ? new CanonRead.Request(canon) : new CanonRead.Refused(why);
    }

    private void refuseState() {
        if (!body.isObject()) {
            objections.add("input", "The body cannot be read.");
        }
        if (Tree.present(body, "previous_response_id") != null) {
            objections.onlyAtOpenAi("previous_response_id", "Continuing a stored response");
        }
        if (Tree.present(body, "conversation") != null) {
            objections.onlyAtOpenAi("conversation", "A stored conversation");
        }
        if (Tree.present(body, "moderation") != null) {
            objections.onlyAtOpenAi("moderation", "Moderation of an answer");
        }
        if (!body.path("context_management").isEmpty()) {
            objections.onlyAtOpenAi("context_management", "Management of the context");
        }
        if (body.path("top_logprobs").asInt(0) > 0) {
            objections.onlyAtOpenAi("top_logprobs", "The probability of tokens");
        }
        for (JsonNode include : body.path("include")) {
            if (include.asString("").equals("message.output_text.logprobs")) {
                objections.onlyAtOpenAi("include", "The probability of tokens");
            }
        }
    }

    private ToolChoice toolChoice(DeclaredTools tools) {
        JsonNode choice = body.path("tool_choice");
        if (choice.isNull() || choice.isMissingNode()) {
            return new ToolChoice.Auto();
        }
        String word = choice.isString() ? choice.stringValue() : Tree.text(choice, "type");
        return switch (word) {
            case "auto" -> new ToolChoice.Auto();
            case "none" -> new ToolChoice.None();
            case "required" -> new ToolChoice.Required();
            case "function", "custom" -> new ToolChoice.Named(name(tools, choice));
            case "allowed_tools" -> allowed(tools, choice);
            default -> {
                objections.onlyAtOpenAi(
                        "tool_choice", "The choice '" + DeclaredTools.shown(word) + "'");
                yield new ToolChoice.Auto();
            }
        };
    }

    private ToolChoice allowed(DeclaredTools tools, JsonNode choice) {
        var names = new ArrayList<String>();
        for (JsonNode tool : choice.path("tools")) {
            String type = Tree.text(tool, "type");
            if (type.equals("function") || type.equals("custom")) {
                names.add(name(tools, tool));
            }
        }
        if (names.isEmpty()) {
            objections.onlyAtOpenAi("tool_choice.tools", "None of the allowed tools");
        }
        return new ToolChoice.Allowed(names, Tree.text(choice, "mode").equals("required"));
    }

    private static String name(DeclaredTools tools, JsonNode tool) {
        return tools.nameOf(Tree.text(tool, "namespace"), Tree.text(tool, "name"));
    }

    private Sampling sampling() {
        return new Sampling(
                decimal("temperature", BigDecimal.TWO),
                decimal("top_p", BigDecimal.ONE),
                null,
                null,
                null,
                null);
    }

    private @Nullable BigDecimal decimal(String name, BigDecimal most) {
        JsonNode value = Tree.present(body, name);
        if (value == null) {
            return null;
        }
        BigDecimal number = value.isNumber() ? value.decimalValue() : BigDecimal.ONE.negate();
        if (number.signum() < 0 || number.compareTo(most) > 0) {
            objections.add(name, "Expected a number from 0 to " + most + ".");
            return null;
        }
        return number;
    }

    private Format format(@Nullable JsonNode updated) {
        JsonNode format = updated == null ? body.path("text").path("format") : updated;
        return switch (Tree.text(format, "type")) {
            case "", "text" -> new Format.Text();
            case "json_object" -> new Format.AnyJson();
            case "json_schema" -> schema(format);
            default -> {
                objections.onlyAtOpenAi("text.format.type", "This format");
                yield new Format.Text();
            }
        };
    }

    private Format schema(JsonNode format) {
        JsonNode schema = format.path("schema");
        if (!schema.isObject()) {
            objections.add("text.format.schema", "Expected a JSON schema.");
        }
        return new Format.Schema(
                Tree.text(format, "name"), schema, format.path("strict").asBoolean(false));
    }

    private Thinking thinking(@Nullable JsonNode updated) {
        JsonNode effort = updated == null ? body.path("reasoning").path("effort") : updated;
        String word = effort.isString() ? effort.stringValue() : "";
        if (word.equals("none")) {
            return new Thinking.Off();
        }
        if (EFFORTS.contains(word)) {
            return new Thinking.Effort(word);
        }
        if (!word.isEmpty()) {
            objections.add("reasoning.effort", "An unknown effort.");
        }
        return new Thinking.Unsaid();
    }

    private boolean isSummarised() {
        JsonNode reasoning = body.path("reasoning");
        return !Tree.text(reasoning, "summary").isEmpty()
                || !Tree.text(reasoning, "generate_summary").isEmpty();
    }
}
