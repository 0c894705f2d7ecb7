package dev.farebox.gateway.provider.demo;

import dev.farebox.gateway.provider.demo.Answer.Call;
import dev.farebox.gateway.provider.demo.Beat.Arguments;
import dev.farebox.gateway.provider.demo.Beat.CallOver;
import dev.farebox.gateway.provider.demo.Beat.CallStart;
import dev.farebox.gateway.provider.demo.Beat.Mark;
import dev.farebox.gateway.provider.demo.Beat.Text;
import dev.farebox.gateway.provider.demo.Beat.Thought;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/**
 * Gemini: every event is a whole answer with one more part and the usage so far. Function calls
 * come in one piece; the first carries the signature of the thoughts before it.
 */
final class GeminiScript implements Script {
    private final Scene scene;
    private final Answer answer;
    private final DemoFault fault;
    private final Wrapping wrapping;
    private final boolean showsThoughts;
    private final String head;
    private final boolean usageOnlyAtEnd;
    private int said;

    GeminiScript(Scene scene, Wrapping wrapping, boolean showsThoughts) {
        this.scene = scene;
        this.answer = scene.answer();
        this.fault = scene.fault();
        this.wrapping = wrapping;
        this.showsThoughts = showsThoughts;
        this.head =
                "{\"responseId\":\"%s\",\"modelVersion\":%s,\"createTime\":\"%s\",\"candidates\":["
                        .formatted(
                                scene.id("demo", 0),
                                JsonText.quoted(scene.ask().model()),
                                Instant.ofEpochSecond(scene.created()));
        this.usageOnlyAtEnd =
                fault.is(FaultKind.USAGE_ON_FINISH) || fault.is(FaultKind.USAGE_AFTER_DONE);
        this.said = answer.reasoningTokens();
    }

    @Override
    public Wrapping wrapping() {
        return wrapping;
    }

    @Override
    public List<Event> failure() {
        return List.of(
                Event.of(
                        "",
                        "{\"error\":{\"code\":503,\"message\":\"The model is overloaded. Please try again later.\",\"status\":\"UNAVAILABLE\"}}"));
    }

    @Override
    public void say(Beat beat, Consumer<Event> out) {
        switch (beat) {
            case Thought thought -> {
                if (showsThoughts) {
                    out.accept(part(thought(thought.piece())));
                }
            }
            case Text text -> {
                said++;
                out.accept(part("{\"text\":" + JsonText.quoted(text.piece()) + "}"));
            }
            case CallOver over -> {
                said += over.call().tokens();
                out.accept(part(call(over.call(), over.index())));
            }
            case Mark.FINISH -> finish(out);
            case Mark.START, Mark.THINKING, Mark.THOUGHT_OVER, Mark.TEXT, Mark.TEXT_OVER -> {}
            case CallStart _, Arguments _ -> {}
        }
    }

    private Event part(String part) {
        String usage = usageOnlyAtEnd ? "" : usage(scene.count().upTo(said));
        return Event.of(
                "",
                head
                        + "{\"content\":{\"parts\":["
                        + part
                        + "],\"role\":\"model\"},\"index\":0}]"
                        + field(usage));
    }

    private void finish(Consumer<Event> out) {
        boolean late = fault.is(FaultKind.USAGE_AFTER_DONE);
        String usage = usage(scene.count());
        String reason =
                fault.is(FaultKind.NO_DONE) ? "" : ",\"finishReason\":\"" + finishReason() + '"';
        Event end =
                Event.of(
                        "",
                        head
                                + "{\"content\":{\"parts\":[{\"text\":\"\"}],\"role\":\"model\"}"
                                + reason
                                + grounding()
                                + ",\"index\":0}]"
                                + field(late ? "" : usage));
        out.accept(late ? end : end.withUsage());
        if (late) {
            out.accept(Event.of("", head + "]" + field(usage)).withUsage());
        }
    }

    @Override
    public String whole() {
        var parts = new ArrayList<String>();
        if (showsThoughts && !answer.thoughts().isEmpty()) {
            parts.add(thought(answer.thinking()));
        }
        if (answer.calls().isEmpty()) {
            parts.add("{\"text\":" + JsonText.quoted(answer.text()) + "}");
        }
        for (int i = 0; i < answer.calls().size(); i++) {
            parts.add(call(answer.calls().get(i), i));
        }
        return head
                + "{\"content\":{\"parts\":["
                + String.join(",", parts)
                + "],\"role\":\"model\"},\"finishReason\":\""
                + finishReason()
                + '"'
                + grounding()
                + ",\"index\":0}]"
                + field(usage(scene.count()));
    }

    private static String thought(String text) {
        return "{\"text\":" + JsonText.quoted(text) + ",\"thought\":true}";
    }

    private String call(Call call, int index) {
        boolean signed = index == 0 && !answer.thoughts().isEmpty();
        return "{\"functionCall\":{\"id\":%s,\"name\":%s,\"args\":%s}%s}"
                .formatted(
                        JsonText.quoted(call.id("fn")),
                        JsonText.quoted(call.name()),
                        MessagesBlocks.object(call.json()),
                        signed
                                ? ",\"thoughtSignature\":\"" + Signature.of(answer.thinking()) + '"'
                                : "");
    }

    private String grounding() {
        int searches = scene.searches();
        return searches == 0
                ? ""
                : ",\"groundingMetadata\":{\"webSearchQueries\":["
                        + String.join(",", Collections.nCopies(searches, "\"demo\""))
                        + "]}";
    }

    private String finishReason() {
        return answer.finish() == Answer.Finish.LENGTH ? "MAX_TOKENS" : "STOP";
    }

    private static String field(String usage) {
        return usage.isEmpty() ? "}" : ",\"usageMetadata\":" + usage + "}";
    }

    /** Thoughts stand beside the candidates, the cached within the prompt. */
    private String usage(TokenCount count) {
        return Figures.of(
                        count.prompt(),
                        count.completion() - count.reasoning(),
                        count.total(),
                        count.cache().read())
                .report(fault, figures -> json(figures, count), "promptTokenCount");
    }

    private static String json(Figures figures, TokenCount count) {
        String thoughts =
                count.reasoning() == 0 ? "" : ",\"thoughtsTokenCount\":" + count.reasoning();
        String cached =
                figures.cached() == 0
                        ? ""
                        : ",\"cachedContentTokenCount\":%d,\"cacheTokensDetails\":[{\"modality\":\"TEXT\",\"tokenCount\":%d}]"
                                .formatted(figures.cached(), figures.cached());
        String sound =
                count.audio() == 0
                        ? ""
                        : ",{\"modality\":\"AUDIO\",\"tokenCount\":%d}".formatted(count.audio());
        return "{\"promptTokenCount\":%s,\"candidatesTokenCount\":%s,\"totalTokenCount\":%s%s%s,\"promptTokensDetails\":[{\"modality\":\"TEXT\",\"tokenCount\":%d}%s]}"
                .formatted(
                        figures.in(),
                        figures.out(),
                        figures.sum(),
                        cached,
                        thoughts,
                        count.prompt() - count.audio(),
                        sound);
    }
}
