package dev.farebox.gateway.wire.anthropic;

import dev.farebox.gateway.exchange.canon.CanonEvent.Stopped;
import dev.farebox.gateway.exchange.canon.StopReason;
import dev.farebox.json.JsonTree;
import dev.farebox.usage.Dimension;
import dev.farebox.usage.Usage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The parts that streams and whole messages have in common. */
final class AnswerForm {
    private AnswerForm() {}

    /** A message without content, stop reason and usage. */
    static ObjectNode message(String id, String model) {
        return JsonTree.object()
                .put("id", id)
                .put("type", "message")
                .put("role", "assistant")
                .put("model", model);
    }

    /**
     * Usage in Anthropic's sense: the input net of what was read from and written to the cache. The
     * clients' dialect knows only two lives of cache entries; others count as written.
     */
    static ObjectNode usage(Usage usage) {
        long read = usage.units(Dimension.CACHED_INPUT);
        long hour = usage.units(Dimension.CACHE_WRITE_1H);
        long written =
                hour
                        + usage.units(Dimension.CACHE_WRITE)
                        + usage.units(Dimension.CACHE_WRITE_30M)
                        + usage.units(Dimension.CACHE_WRITE_12H);
        ObjectNode form =
                JsonTree.object()
                        .put("input_tokens", usage.inputTokens() - read - written)
                        .put("cache_creation_input_tokens", written)
                        .put("cache_read_input_tokens", read)
                        .put("output_tokens", usage.outputTokens());
        long searches = usage.units(Dimension.WEB_SEARCH);
        if (searches > 0) {
            form.putObject("server_tool_use").put("web_search_requests", searches);
        }
        return form;
    }

    /** {@code called}: whether the answer calls tools; {@code declined}: whether it says no. */
    static void stop(ObjectNode form, @Nullable Stopped stopped, boolean called, boolean declined) {
        StopReason reason = stopped == null ? StopReason.STOP : stopped.reason();
        String word =
                switch (reason) {
                    case STOP -> declined ? "refusal" : called ? "tool_use" : "end_turn";
                    case STOP_TEXT -> "stop_sequence";
                    case LENGTH -> "max_tokens";
                    case TOOL_CALLS -> "tool_use";
                    case REFUSED -> "refusal";
                    case PAUSED -> "pause_turn";
                };
        form.put("stop_reason", word);
        form.put("stop_sequence", stopped == null ? null : stopped.stopText());
    }
}
