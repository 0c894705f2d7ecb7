package dev.farebox.gateway.wire.anthropic;

import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.canon.CanonRead;
import dev.farebox.gateway.exchange.canon.CanonRequest;
import dev.farebox.gateway.exchange.canon.Format;
import dev.farebox.gateway.exchange.canon.Sampling;
import dev.farebox.gateway.exchange.canon.Thinking;
import dev.farebox.gateway.exchange.canon.Tool;
import dev.farebox.gateway.exchange.canon.ToolChoice;
import dev.farebox.gateway.exchange.canon.Untranslatable;
import dev.farebox.json.JsonTree;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads a Messages request for translation.
 *
 * <p><b>Dropped</b>: cache breakpoints, citations, {@code metadata}, {@code service_tier}, {@code
 * speed}, {@code context_management}, {@code fallbacks}, titles of plain-text documents, Claude
 * Code's billing block, and members that we do not know. <b>Refused by name</b>: what keeps state
 * with the provider ({@code container}, {@code thread}), servers and tools that it runs, files that
 * it stores, a region of inference, blocks of other types.
 */
final class MessagesRead {
    private static final List<String> UNSUPPORTED =
            List.of("container", "thread", "mcp_servers", "compaction", "workspace_id");
    private static final Set<String> EFFORTS =
            Set.of("minimal", "low", "medium", "high", "xhigh", "max");

    private final Objections objections = new Objections();
    private final JsonNode body;

    private MessagesRead(JsonNode body) {
        this.body = body;
    }

    static CanonRead read(ClientRequest request) {
        Optional<JsonNode> body = JsonTree.read(request.body());
        if (body.isEmpty()) {
            return new CanonRead.Refused(
                    new Untranslatable("messages", "messages: could not be read"));
        }
        return new MessagesRead(body.get()).read(request.stream(), request);
    }

    private CanonRead read(boolean stream, ClientRequest request) {
        for (String name : UNSUPPORTED) {
            JsonNode value = body.path(name);
            if (!Objections.isAbsent(value) && !(value.isArray() && value.isEmpty())) {
                objections.unsupported(name, "is");
            }
        }
        if (!body.path("inference_geo").asString("global").equals("global")) {
            objections.unsupported("inference_geo", "a region is");
        }
        var blocks = new BlocksRead(objections);
        blocks.system(body.path("system"));
        blocks.messages(body.path("messages"));
        List<Tool> tools = ToolsRead.tools(body.path("tools"), objections);
        JsonNode choice = body.path("tool_choice");
        ToolChoice toolChoice = ToolsRead.choice(choice, objections);
        boolean parallel = !choice.path("disable_parallel_tool_use").asBoolean(false);
        var canon =
                new CanonRequest(
                        blocks.turns(),
                        tools,
                        toolChoice,
                        parallel,
                        request.maxOutput(),
                        sampling(),
                        stop(),
                        format(),
                        thinking(),
                        isSummarised(),
                        stream);
        Untranslatable why = objections.first();
        return why == null ? new CanonRead.Request(canon) : new CanonRead.Refused(why);
    }

    private Sampling sampling() {
        BigDecimal topK = number("top_k", Integer.MAX_VALUE);
        return new Sampling(
                number("temperature", 1),
                number("top_p", 1),
                topK == null ? null : topK.longValue(),
                null,
                null,
                null);
    }

    private @Nullable BigDecimal number(String name, int most) {
        JsonNode node = body.path(name);
        if (Objections.isAbsent(node)) {
            return null;
        }
        boolean inRange =
                node.isNumber()
                        && node.decimalValue().signum() >= 0
                        && node.decimalValue().compareTo(BigDecimal.valueOf(most)) <= 0;
        if (!inRange) {
            objections.wrong(name, "a number from 0 to " + most);
            return null;
        }
        return node.decimalValue();
    }

    private List<String> stop() {
        var stop = new ArrayList<String>();
        for (JsonNode text : body.path("stop_sequences")) {
            stop.add(objections.text(text, "stop_sequences"));
        }
        stop.removeIf(String::isEmpty);
        return stop;
    }

    private Format format() {
        JsonNode format = body.path("output_config").path("format");
        if (Objections.isAbsent(format)) {
            format = body.path("output_format");
        }
        if (Objections.isAbsent(format)) {
            return new Format.Text();
        }
        if (!format.path("type").asString("").equals("json_schema")
                || !format.path("schema").isObject()) {
            objections.unsupported("output_config.format", "a format other than a schema is");
            return new Format.Text();
        }
        return new Format.Schema("", format.path("schema"), true);
    }

    private Thinking thinking() {
        JsonNode thinking = body.path("thinking");
        String type = thinking.path("type").asString("");
        String effort = body.path("output_config").path("effort").asString("");
        if (!effort.isEmpty() && !EFFORTS.contains(effort)) {
            objections.unsupported("output_config.effort", "this effort is");
        }
        return switch (type) {
            case "disabled" -> new Thinking.Off();
            case "enabled" -> budget(thinking.path("budget_tokens"));
            case "adaptive", "between_tools" ->
                    effort.isEmpty() ? new Thinking.Adaptive() : new Thinking.Effort(effort);
            case "" -> effort.isEmpty() ? new Thinking.Unsaid() : new Thinking.Effort(effort);
            default -> {
                objections.unsupported("thinking.type", "this type is");
                yield new Thinking.Unsaid();
            }
        };
    }

    private Thinking budget(JsonNode tokens) {
        if (!tokens.isIntegralNumber() || !tokens.canConvertToLong() || tokens.longValue() < 1) {
            objections.wrong("thinking.budget_tokens", "a positive integer");
            return new Thinking.Unsaid();
        }
        return new Thinking.Budget(tokens.longValue());
    }

    private boolean isSummarised() {
        JsonNode thinking = body.path("thinking");
        return thinking.isObject()
                && !thinking.path("type").asString("").equals("disabled")
                && !thinking.path("display").asString("").equals("omitted");
    }
}
