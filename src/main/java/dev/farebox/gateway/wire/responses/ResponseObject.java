package dev.farebox.gateway.wire.responses;

import dev.farebox.json.JsonTree;
import dev.farebox.usage.Dimension;
import dev.farebox.usage.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The response as a whole, at the beginning and at the end: what the client asked for, said again,
 * with what came of it.
 *
 * @param created seconds since 1970
 */
record ResponseObject(String id, String model, long created, JsonNode asked, ArrayNode tools) {
    private static final List<String> REPEATED =
            List.of(
                    "instructions",
                    "max_output_tokens",
                    "max_tool_calls",
                    "temperature",
                    "top_p",
                    "reasoning",
                    "user",
                    "prompt_cache_key",
                    "safety_identifier");

    /**
     * @param reason why it is not complete; empty where it is, or is not yet
     */
    ObjectNode of(String status, String reason, ArrayNode output, @Nullable Usage usage) {
        ObjectNode response =
                JsonTree.object()
                        .put("id", id)
                        .put("object", "response")
                        .put("created_at", created)
                        .put("status", status)
                        .put("background", false)
                        .putNull("error");
        if (reason.isEmpty()) {
            response.putNull("incomplete_details");
        } else {
            response.putObject("incomplete_details").put("reason", reason);
        }
        response.put("model", model);
        response.set("output", output);
        response.putNull("previous_response_id").put("store", false);
        repeat(response);
        if (usage == null) {
            return response.putNull("usage");
        }
        response.set("usage", usage(usage));
        return response.put("service_tier", usage.tier().isEmpty() ? "default" : usage.tier());
    }

    private void repeat(ObjectNode response) {
        for (String name : REPEATED) {
            JsonNode value = asked.get(name);
            response.set(name, value == null ? JsonTree.object().nullNode() : value);
        }
        JsonNode parallel = asked.get("parallel_tool_calls");
        response.put("parallel_tool_calls", parallel == null || parallel.asBoolean(true));
        response.set("tools", tools);
        JsonNode choice = Tree.present(asked, "tool_choice");
        response.set("tool_choice", choice == null ? JsonTree.object().stringNode("auto") : choice);
        JsonNode text = Tree.present(asked, "text");
        response.set("text", text == null ? plainText() : text);
        JsonNode metadata = Tree.present(asked, "metadata");
        response.set("metadata", metadata == null ? JsonTree.object() : metadata);
        response.put("truncation", "disabled");
    }

    private static ObjectNode plainText() {
        ObjectNode text = JsonTree.object();
        text.putObject("format").put("type", "text");
        return text;
    }

    /** Input with what was cached in it, output with the thinking in it. */
    private static ObjectNode usage(Usage usage) {
        long written =
                usage.units(Dimension.CACHE_WRITE)
                        + usage.units(Dimension.CACHE_WRITE_1H)
                        + usage.units(Dimension.CACHE_WRITE_30M)
                        + usage.units(Dimension.CACHE_WRITE_12H);
        ObjectNode said = JsonTree.object().put("input_tokens", usage.inputTokens());
        said.putObject("input_tokens_details")
                .put("cached_tokens", usage.units(Dimension.CACHED_INPUT))
                .put("cache_write_tokens", written);
        said.put("output_tokens", usage.outputTokens());
        said.putObject("output_tokens_details")
                .put("reasoning_tokens", usage.units(Dimension.REASONING));
        return said.put("total_tokens", usage.inputTokens() + usage.outputTokens());
    }
}
