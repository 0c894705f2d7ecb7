package dev.farebox.gateway.provider.demo;

import dev.farebox.gateway.provider.demo.PrefixMemory.Cached;
import java.util.ArrayList;

/**
 * The usage of an answer of Anthropic's. Its input is net of what was read from the cache and
 * written to it. Iterations, when the prompt orders some, cost beside the message itself.
 */
final class MessagesUsage {
    private static final int EXTRA_INPUT = 1000;
    private static final int EXTRA_OUTPUT = 100;

    private final Scene scene;

    MessagesUsage(Scene scene) {
        this.scene = scene;
    }

    /** What {@code message_start} says: all of the input, hardly any output. */
    String atStart() {
        DemoFault fault = scene.fault();
        TokenCount count = scene.count();
        boolean onlyAtEnd =
                fault.is(FaultKind.USAGE_ON_FINISH) || fault.is(FaultKind.USAGE_AFTER_DONE);
        return onlyAtEnd ? "" : report(count, Math.min(1, count.completion()), false);
    }

    String whole(TokenCount count) {
        return report(count, count.completion(), true);
    }

    private String report(TokenCount count, long out, boolean complete) {
        return Figures.of(count.fresh(), out, count.total(), count.cache().read())
                .report(
                        scene.fault(),
                        figures -> json(figures, count.cache(), complete),
                        "input_tokens");
    }

    private String json(Figures figures, Cached cache, boolean complete) {
        int minutes = cache.writtenForMinutes() + (figures.consistent() ? 0 : EXTRA_INPUT);
        String more =
                (complete && scene.searches() > 0
                                ? ",\"server_tool_use\":{\"web_search_requests\":%d,\"web_fetch_requests\":0}"
                                        .formatted(scene.searches())
                                : "")
                        + (complete ? iterations(figures, cache) : "");
        return "{\"input_tokens\":%s,\"cache_creation_input_tokens\":%d,\"cache_read_input_tokens\":%d,%s\"output_tokens\":%s,\"service_tier\":\"standard\",\"inference_geo\":\"global\"%s}"
                .formatted(
                        figures.in(),
                        cache.written(),
                        figures.cached(),
                        "\"cache_creation\":{\"ephemeral_5m_input_tokens\":%d,\"ephemeral_1h_input_tokens\":%d},"
                                .formatted(minutes, cache.writtenForHour()),
                        figures.out(),
                        more);
    }

    private String iterations(Figures figures, Cached cache) {
        if (scene.wishes().iterations().isEmpty()) {
            return "";
        }
        var list = new ArrayList<String>();
        for (String kind : scene.wishes().iterations()) {
            list.add(
                    iteration(
                            kind.equals("compaction") ? kind : kind + "_message",
                            Integer.toString(EXTRA_INPUT),
                            Integer.toString(EXTRA_OUTPUT),
                            new Cached(0, 0, 0),
                            0));
        }
        list.add(iteration("message", figures.in(), figures.out(), cache, figures.cached()));
        return ",\"iterations\":[" + String.join(",", list) + "]";
    }

    private String iteration(String type, String in, String out, Cached cache, long read) {
        return "{\"type\":\"%s\",\"model\":%s,\"input_tokens\":%s,\"output_tokens\":%s,\"cache_read_input_tokens\":%d,\"cache_creation_input_tokens\":%d,\"cache_creation\":{\"ephemeral_5m_input_tokens\":%d,\"ephemeral_1h_input_tokens\":%d}}"
                .formatted(
                        type,
                        JsonText.quoted(scene.ask().model()),
                        in,
                        out,
                        read,
                        cache.written(),
                        cache.writtenForMinutes(),
                        cache.writtenForHour());
    }
}
