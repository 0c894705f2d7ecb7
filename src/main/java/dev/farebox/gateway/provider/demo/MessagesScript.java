package dev.farebox.gateway.provider.demo;

import dev.farebox.gateway.provider.demo.Answer.Call;
import dev.farebox.gateway.provider.demo.Beat.Arguments;
import dev.farebox.gateway.provider.demo.Beat.CallOver;
import dev.farebox.gateway.provider.demo.Beat.CallStart;
import dev.farebox.gateway.provider.demo.Beat.Mark;
import dev.farebox.gateway.provider.demo.Beat.Text;
import dev.farebox.gateway.provider.demo.Beat.Thought;
import java.util.List;
import java.util.function.Consumer;

/** Anthropic's Messages: one content block at a time, usage at the start and at the end. */
final class MessagesScript implements Script {
    private static final String PREFIX = "toolu";

    private final Scene scene;
    private final Answer answer;
    private final MessagesUsage usage;
    private final StringBuilder payload = new StringBuilder(256);
    private int block;
    private int said;

    MessagesScript(Scene scene) {
        this.scene = scene;
        this.answer = scene.answer();
        this.usage = new MessagesUsage(scene);
        this.said = answer.reasoningTokens();
    }

    @Override
    public Wrapping wrapping() {
        return Wrapping.EVENTS;
    }

    @Override
    public List<Event> failure() {
        return List.of(
                Event.of(
                        "error",
                        "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"},\"request_id\":\"%s\"}"
                                .formatted(scene.id("req_demo", 1))));
    }

    @Override
    public void say(Beat beat, Consumer<Event> out) {
        switch (beat) {
            case Mark.START -> start(out);
            case Mark.THINKING ->
                    out.accept(
                            begin("{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}"));
            case Thought thought ->
                    out.accept(delta("thinking_delta", "thinking", thought.piece()));
            case Mark.THOUGHT_OVER -> {
                out.accept(delta("signature_delta", "signature", Signature.of(answer.thinking())));
                out.accept(over());
            }
            case Mark.TEXT -> {
                searches(out);
                out.accept(begin("{\"type\":\"text\",\"text\":\"\"}"));
            }
            case Text text -> {
                said++;
                out.accept(delta("text_delta", "text", text.piece()));
            }
            case CallStart start -> {
                said++;
                out.accept(begin(toolUse(start.call(), "{}")));
                out.accept(delta("input_json_delta", "partial_json", ""));
            }
            case Arguments part -> {
                said++;
                out.accept(delta("input_json_delta", "partial_json", part.piece()));
            }
            case Mark.TEXT_OVER -> out.accept(over());
            case CallOver _ -> out.accept(over());
            case Mark.FINISH -> finish(out);
        }
    }

    private void start(Consumer<Event> out) {
        String atStart = usage.atStart();
        out.accept(
                Event.of(
                        "message_start",
                        "{\"type\":\"message_start\",\"message\":{"
                                + head()
                                + "\"content\":[],\"stop_reason\":null,\"stop_sequence\":null"
                                + (atStart.isEmpty() ? "" : ",\"usage\":" + atStart)
                                + "}}"));
        out.accept(Event.of("ping", "{\"type\":\"ping\"}"));
    }

    private void searches(Consumer<Event> out) {
        for (int i = 0; i < scene.searches(); i++) {
            for (String searched : MessagesBlocks.search(scene, i)) {
                out.accept(begin(searched));
                out.accept(over());
            }
        }
    }

    private void finish(Consumer<Event> out) {
        boolean late = scene.fault().is(FaultKind.USAGE_AFTER_DONE);
        String whole = usage.whole(scene.count());
        String stop =
                "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"%s\",\"stop_sequence\":%s}"
                        .formatted(
                                MessagesBlocks.stopReason(answer),
                                answer.stoppedBy().isEmpty()
                                        ? "null"
                                        : JsonText.quoted(answer.stoppedBy()));
        String withUsage = stop + (whole.isEmpty() ? "}" : ",\"usage\":" + whole + "}");
        out.accept(
                late
                        ? Event.of("message_delta", stop + "}")
                        : Event.of("message_delta", withUsage).withUsage());
        out.accept(Event.of("message_stop", "{\"type\":\"message_stop\"}").asLast());
        if (late) {
            out.accept(Event.of("message_delta", withUsage).withUsage());
        }
    }

    private Event begin(String content) {
        return Event.of(
                "content_block_start",
                "{\"type\":\"content_block_start\",\"index\":%d,\"content_block\":%s%s}"
                        .formatted(block, content, usageNow()));
    }

    private Event delta(String type, String field, String value) {
        payload.setLength(0);
        payload.append("{\"type\":\"content_block_delta\",\"index\":").append(block);
        payload.append(",\"delta\":{\"type\":\"").append(type).append("\",\"");
        payload.append(field).append("\":");
        JsonText.quote(payload, value).append('}').append(usageNow());
        return Event.of("content_block_delta", payload.append('}').toString());
    }

    private Event over() {
        return Event.of(
                "content_block_stop",
                "{\"type\":\"content_block_stop\",\"index\":" + block++ + "}");
    }

    private String usageNow() {
        return scene.fault().is(FaultKind.USAGE_EVERY_CHUNK)
                ? ",\"usage\":" + usage.whole(scene.count().upTo(said))
                : "";
    }

    private String head() {
        return "\"id\":\"%s\",\"type\":\"message\",\"role\":\"assistant\",\"model\":%s,"
                .formatted(scene.id("msg_demo", 0), JsonText.quoted(scene.ask().model()));
    }

    static String toolUse(Call call, String input) {
        return "{\"type\":\"tool_use\",\"id\":%s,\"name\":%s,\"input\":%s}"
                .formatted(JsonText.quoted(call.id(PREFIX)), JsonText.quoted(call.name()), input);
    }

    @Override
    public String whole() {
        String report = usage.whole(scene.count());
        return "{"
                + head()
                + "\"content\":"
                + MessagesBlocks.all(scene)
                + ",\"stop_reason\":\""
                + MessagesBlocks.stopReason(answer)
                + "\",\"stop_sequence\":"
                + (answer.stoppedBy().isEmpty() ? "null" : JsonText.quoted(answer.stoppedBy()))
                + (report.isEmpty() ? "" : ",\"usage\":" + report)
                + "}";
    }
}
