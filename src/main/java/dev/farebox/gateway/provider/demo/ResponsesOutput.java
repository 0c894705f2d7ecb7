package dev.farebox.gateway.provider.demo;

import dev.farebox.gateway.provider.demo.Answer.Call;
import dev.farebox.gateway.provider.demo.Ask.Tool;
import dev.farebox.gateway.provider.demo.ResponsesScript.Options;
import java.util.ArrayList;
import java.util.List;

/** The items of an answer of {@code /v1/responses}, and the answer that holds them. */
final class ResponsesOutput {
    private final Scene scene;
    private final Answer answer;
    private final Options options;

    ResponsesOutput(Scene scene, Options options) {
        this.scene = scene;
        this.answer = scene.answer();
        this.options = options;
    }

    String id() {
        return scene.id("resp_demo", 0);
    }

    String itemId(int index) {
        return scene.id("item_demo", 100 + index);
    }

    String status() {
        return answer.finish() == Answer.Finish.LENGTH ? "incomplete" : "completed";
    }

    String begun() {
        return response("in_progress", "[]", "null", "null", "null");
    }

    String failed() {
        return response(
                "failed",
                "[]",
                "null",
                "{\"code\":\"server_error\",\"message\":"
                        + JsonText.quoted(Refusal.FAILED.message())
                        + "}",
                "null");
    }

    String whole(String status, String usage) {
        String details =
                status.equals("incomplete") ? "{\"reason\":\"max_output_tokens\"}" : "null";
        return response(status, "[" + String.join(",", items()) + "]", usage, "null", details);
    }

    private List<String> items() {
        var items = new ArrayList<String>();
        if (!answer.thoughts().isEmpty()) {
            items.add(reasoning(true));
        }
        if (answer.calls().isEmpty()) {
            items.addAll(searches());
            items.add(message(true));
        }
        for (int i = 0; i < answer.calls().size(); i++) {
            items.add(call(answer.calls().get(i), i, true));
        }
        return items;
    }

    private int before() {
        return answer.thoughts().isEmpty() ? 0 : 1;
    }

    String reasoning(boolean complete) {
        String encrypted =
                options.encrypted() && complete
                        ? ",\"encrypted_content\":\"" + Signature.of(answer.thinking()) + '"'
                        : "";
        String summary =
                complete
                        ? "{\"type\":\"summary_text\",\"text\":"
                                + JsonText.quoted(answer.thinking())
                                + "}"
                        : "";
        return "{\"id\":\"%s\",\"type\":\"reasoning\"%s,\"summary\":[%s]}"
                .formatted(itemId(0), encrypted, summary);
    }

    List<String> searches() {
        var searches = new ArrayList<String>();
        for (int i = 0; i < scene.searches(); i++) {
            searches.add(
                    "{\"id\":\"%s\",\"type\":\"web_search_call\",\"status\":\"completed\",\"action\":{\"type\":\"search\",\"query\":\"demo\"}}"
                            .formatted(itemId(before() + i)));
        }
        return searches;
    }

    /** The message, or the compaction item that was asked for instead of one. */
    String message(boolean complete) {
        String id = itemId(before() + scene.searches());
        if (options.compacts()) {
            return compaction(id, answer.text());
        }
        return "{\"id\":\"%s\",\"type\":\"message\",\"status\":\"%s\",\"role\":\"assistant\",\"content\":[%s]}"
                .formatted(
                        id,
                        complete ? "completed" : "in_progress",
                        complete ? part(answer.text()) : "");
    }

    static String compaction(String id, String text) {
        return "{\"id\":\"%s\",\"type\":\"compaction\",\"encrypted_content\":\"%s\"}"
                .formatted(id, Signature.of(text));
    }

    static String part(String text) {
        return "{\"type\":\"output_text\",\"text\":%s,\"annotations\":[],\"logprobs\":[]}"
                .formatted(JsonText.quoted(text));
    }

    String call(Call call, int index, boolean complete) {
        boolean custom = isCustom(call);
        String namespace = tool(call).namespace();
        return "{\"id\":\"%s\",\"type\":\"%s\",\"status\":\"%s\",\"call_id\":%s,\"name\":%s%s,\"%s\":%s}"
                .formatted(
                        itemId(before() + index),
                        custom ? "custom_tool_call" : "function_call",
                        complete ? "completed" : "in_progress",
                        JsonText.quoted(call.id()),
                        JsonText.quoted(call.name()),
                        namespace.isEmpty() ? "" : ",\"namespace\":" + JsonText.quoted(namespace),
                        custom ? "input" : "arguments",
                        complete ? JsonText.quoted(call.json()) : "\"\"");
    }

    boolean isCustom(Call call) {
        return tool(call).custom();
    }

    private Tool tool(Call call) {
        return scene.ask().tools().stream()
                .filter(tool -> tool.name().equals(call.name()))
                .findFirst()
                .orElseGet(() -> Tool.function(call.name(), null));
    }

    String usage(TokenCount count) {
        String report = usage(count, scene.fault());
        return report.isEmpty() ? "null" : report;
    }

    static String usage(TokenCount count, DemoFault fault) {
        return Figures.of(count.prompt(), count.completion(), count.total(), count.cache().read())
                .report(
                        fault,
                        figures ->
                                "{\"input_tokens\":%s,\"input_tokens_details\":{\"cached_tokens\":%d},\"output_tokens\":%s,\"output_tokens_details\":{\"reasoning_tokens\":%d},\"total_tokens\":%s}"
                                        .formatted(
                                                figures.in(),
                                                figures.cached(),
                                                figures.out(),
                                                count.reasoning(),
                                                figures.sum()),
                        "input_tokens");
    }

    private String response(
            String status, String items, String usage, String error, String incomplete) {
        int searches = scene.searches();
        return "{\"id\":\"%s\",\"object\":\"response\",\"created_at\":%d,\"status\":\"%s\",\"background\":%b,\"error\":%s,\"incomplete_details\":%s,\"model\":%s,\"output\":%s,\"parallel_tool_calls\":%b,\"previous_response_id\":%s,\"service_tier\":\"default\",\"tool_choice\":\"auto\",\"tools\":[]%s,\"usage\":%s}"
                .formatted(
                        id(),
                        scene.created(),
                        status,
                        options.background(),
                        error,
                        incomplete,
                        JsonText.quoted(scene.ask().model()),
                        items,
                        scene.ask().parallelTools(),
                        options.previous().isEmpty() ? "null" : JsonText.quoted(options.previous()),
                        searches == 0
                                ? ""
                                : ",\"tool_usage\":{\"web_search\":{\"num_requests\":%d}}"
                                        .formatted(searches),
                        usage);
    }
}
