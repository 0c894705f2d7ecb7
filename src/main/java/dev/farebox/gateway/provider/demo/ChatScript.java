package dev.farebox.gateway.provider.demo;

import dev.farebox.gateway.provider.demo.Beat.Arguments;
import dev.farebox.gateway.provider.demo.Beat.CallOver;
import dev.farebox.gateway.provider.demo.Beat.CallStart;
import dev.farebox.gateway.provider.demo.Beat.Mark;
import dev.farebox.gateway.provider.demo.Beat.Text;
import dev.farebox.gateway.provider.demo.Beat.Thought;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Chat completions: the role, the content or the fragments of the tool calls, the finish, the usage
 * when asked for, {@code [DONE]}. Thoughts are not shown.
 */
final class ChatScript implements Script {
    private static final String DELTA_END = "},\"logprobs\":null,\"finish_reason\":";

    private final Scene scene;
    private final Answer answer;
    private final DemoFault fault;
    private final String head;
    private final boolean usageEveryChunk;
    private final boolean usageOnFinish;
    private final String usageSoFar;
    private final StringBuilder payload = new StringBuilder(512);
    private int said;

    ChatScript(Scene scene) {
        this.scene = scene;
        this.answer = scene.answer();
        this.fault = scene.fault();
        head = fields("chat.completion.chunk") + ",\"choices\":[";
        usageEveryChunk = fault.is(FaultKind.USAGE_EVERY_CHUNK);
        usageOnFinish = usageEveryChunk || fault.is(FaultKind.USAGE_ON_FINISH);
        boolean announced = scene.ask().includeUsage() && !fault.is(FaultKind.NO_USAGE);
        usageSoFar = announced || fault.is(FaultKind.USAGE_NULL) ? ",\"usage\":null" : "";
        said = answer.reasoningTokens();
    }

    @Override
    public Wrapping wrapping() {
        return Wrapping.EVENTS;
    }

    @Override
    public List<Event> failure() {
        return List.of(Event.of("", Refusal.FAILED.errorJson()));
    }

    @Override
    public void say(Beat beat, Consumer<Event> out) {
        switch (beat) {
            case Mark.START ->
                    out.accept(
                            delta(
                                    "\"role\":\"assistant\",\"content\":"
                                            + (answer.calls().isEmpty() ? "\"\"" : "null")
                                            + ",\"refusal\":null"));
            case Text text -> {
                said++;
                out.accept(delta("\"content\":", text.piece(), ""));
            }
            case CallStart start -> {
                said++;
                out.accept(
                        delta(
                                "\"tool_calls\":[{\"index\":%d,\"id\":%s,\"type\":\"function\",\"function\":{\"name\":"
                                        .formatted(
                                                start.index(), JsonText.quoted(start.call().id())),
                                start.call().name(),
                                ",\"arguments\":\"\"}}]"));
            }
            case Arguments part -> {
                said++;
                out.accept(
                        delta(
                                "\"tool_calls\":[{\"index\":%d,\"function\":{\"arguments\":"
                                        .formatted(part.index()),
                                part.piece(),
                                "}}]"));
            }
            case Mark.FINISH -> finish(out);
            case Mark.THINKING, Mark.THOUGHT_OVER, Mark.TEXT, Mark.TEXT_OVER -> {}
            case Thought _, CallOver _ -> {}
        }
    }

    private void finish(Consumer<Event> out) {
        String usage = report(scene.count());
        Event end =
                Event.of(
                        "",
                        head
                                + "{\"index\":0,\"delta\":{"
                                + DELTA_END
                                + '"'
                                + finishReason()
                                + "\"}]"
                                + (usageOnFinish ? ",\"usage\":" + usage : usageSoFar)
                                + "}");
        out.accept(usageOnFinish ? end.withUsage() : end);
        Event usageChunk =
                Event.of("", head + "],\"usage\":" + (usage.isEmpty() ? "null" : usage) + "}")
                        .withUsage();
        boolean late = fault.is(FaultKind.USAGE_AFTER_DONE);
        if (scene.ask().includeUsage() && !usageOnFinish && !late && !usage.isEmpty()) {
            out.accept(usageChunk);
        }
        out.accept(Event.of("", "[DONE]").asLast());
        if (late) {
            out.accept(usageChunk);
        }
    }

    private Event delta(String fields) {
        payload.setLength(0);
        payload.append(head).append("{\"index\":0,\"delta\":{").append(fields);
        return ended();
    }

    private Event delta(String before, String quoted, String after) {
        payload.setLength(0);
        payload.append(head).append("{\"index\":0,\"delta\":{").append(before);
        JsonText.quote(payload, quoted).append(after);
        return ended();
    }

    private Event ended() {
        payload.append(DELTA_END).append("null}]");
        payload.append(
                usageEveryChunk ? ",\"usage\":" + report(scene.count().upTo(said)) : usageSoFar);
        return Event.of("", payload.append('}').toString());
    }

    @Override
    public String whole() {
        var out = new StringBuilder(1024).append(fields("chat.completion"));
        out.append(",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":");
        if (answer.calls().isEmpty()) {
            JsonText.quote(out, answer.text());
        } else {
            out.append("null,\"tool_calls\":[");
            String comma = "";
            for (Answer.Call call : answer.calls()) {
                out.append(comma).append("{\"id\":");
                JsonText.quote(out, call.id())
                        .append(",\"type\":\"function\",\"function\":{\"name\":");
                JsonText.quote(out, call.name()).append(",\"arguments\":");
                JsonText.quote(out, call.json()).append("}}");
                comma = ",";
            }
            out.append(']');
        }
        out.append(",\"refusal\":null,\"annotations\":[]},\"logprobs\":null,\"finish_reason\":\"");
        out.append(finishReason()).append("\"}]");
        String usage = report(scene.count());
        return out.append(usage.isEmpty() ? "" : ",\"usage\":" + usage).append('}').toString();
    }

    private String finishReason() {
        return answer.finish().name().toLowerCase(Locale.ROOT);
    }

    private String fields(String object) {
        return "{\"id\":\"%s\",\"object\":\"%s\",\"created\":%d,\"model\":%s,\"service_tier\":\"default\",\"system_fingerprint\":\"fp_demo\""
                .formatted(
                        scene.id("chatcmpl-demo", 0),
                        object,
                        scene.created(),
                        JsonText.quoted(scene.ask().model()));
    }

    private String report(TokenCount count) {
        return usage(count, fault);
    }

    /** The usage of chat and legacy completions as a fault wants it; empty to leave it out. */
    static String usage(TokenCount count, DemoFault fault) {
        return Figures.of(count.prompt(), count.completion(), count.total(), count.cache().read())
                .report(fault, figures -> json(figures, count), "prompt_tokens");
    }

    private static String json(Figures figures, TokenCount count) {
        return "{\"prompt_tokens\":"
                + figures.in()
                + ",\"completion_tokens\":"
                + figures.out()
                + ",\"total_tokens\":"
                + figures.sum()
                + ",\"prompt_tokens_details\":{\"cached_tokens\":"
                + figures.cached()
                + ",\"audio_tokens\":"
                + count.audio()
                + "},\"completion_tokens_details\":{\"reasoning_tokens\":"
                + count.reasoning()
                + ",\"audio_tokens\":0,\"accepted_prediction_tokens\":0"
                + ",\"rejected_prediction_tokens\":0}}";
    }
}
