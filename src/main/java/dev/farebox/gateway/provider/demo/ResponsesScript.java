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

/** {@code /v1/responses}: items that open, grow and are done, then the whole answer once more. */
final class ResponsesScript implements Script {
    private final Scene scene;
    private final Answer answer;
    private final DemoFault fault;
    private final ResponsesOutput output;
    private final StringBuilder payload = new StringBuilder(256);
    private long sequence;
    private int item;
    private int said;

    /** {@code previous} is empty when the request continues no earlier answer. */
    record Options(String previous, boolean encrypted, boolean background, boolean compacts) {}

    ResponsesScript(Scene scene, Options options) {
        this.scene = scene;
        this.answer = scene.answer();
        this.fault = scene.fault();
        this.output = new ResponsesOutput(scene, options);
        this.said = answer.reasoningTokens();
    }

    String id() {
        return output.id();
    }

    @Override
    public Wrapping wrapping() {
        return Wrapping.EVENTS;
    }

    @Override
    public String whole() {
        return output.whole(output.status(), output.usage(scene.count()));
    }

    @Override
    public List<Event> failure() {
        return List.of(
                event(
                        "error",
                        ",\"code\":\"server_error\",\"message\":"
                                + JsonText.quoted(Refusal.FAILED.message())
                                + ",\"param\":null"),
                event("response.failed", ",\"response\":" + output.failed()));
    }

    @Override
    public void say(Beat beat, Consumer<Event> out) {
        switch (beat) {
            case Mark.START -> {
                out.accept(event("response.created", ",\"response\":" + output.begun()));
                out.accept(event("response.in_progress", ",\"response\":" + output.begun()));
            }
            case Mark.THINKING -> {
                out.accept(added(output.reasoning(false)));
                out.accept(
                        onPart(
                                "reasoning_summary_part.added",
                                "summary_index",
                                "\"part\":{\"type\":\"summary_text\",\"text\":\"\"}"));
            }
            case Thought thought ->
                    out.accept(
                            delta(
                                    "reasoning_summary_text.delta",
                                    "summary_index",
                                    thought.piece()));
            case Mark.THOUGHT_OVER -> thoughtOver(out);
            case Mark.TEXT -> {
                searches(out);
                out.accept(added(output.message(false)));
                out.accept(
                        onPart(
                                "content_part.added",
                                "content_index",
                                "\"part\":" + ResponsesOutput.part("")));
            }
            case Text text -> {
                said++;
                out.accept(delta("output_text.delta", "content_index", text.piece()));
            }
            case Mark.TEXT_OVER -> textOver(out);
            case CallStart start -> {
                said++;
                out.accept(added(output.call(start.call(), start.index(), false)));
            }
            case Arguments part -> {
                said++;
                out.accept(delta(callEvent(part.call(), "delta"), "", part.piece()));
            }
            case CallOver over -> callOver(over.call(), over.index(), out);
            case Mark.FINISH -> finish(out);
        }
    }

    private void thoughtOver(Consumer<Event> out) {
        String text = JsonText.quoted(answer.thinking());
        out.accept(onPart("reasoning_summary_text.done", "summary_index", "\"text\":" + text));
        out.accept(
                onPart(
                        "reasoning_summary_part.done",
                        "summary_index",
                        "\"part\":{\"type\":\"summary_text\",\"text\":" + text + "}"));
        out.accept(done(output.reasoning(true)));
    }

    private void searches(Consumer<Event> out) {
        for (String search : output.searches()) {
            out.accept(added(search));
            out.accept(done(search));
        }
    }

    private void textOver(Consumer<Event> out) {
        out.accept(
                onPart(
                        "output_text.done",
                        "content_index",
                        "\"text\":" + JsonText.quoted(answer.text()) + ",\"logprobs\":[]"));
        out.accept(
                onPart(
                        "content_part.done",
                        "content_index",
                        "\"part\":" + ResponsesOutput.part(answer.text())));
        out.accept(done(output.message(true)));
    }

    private void callOver(Call call, int index, Consumer<Event> out) {
        String field = output.isCustom(call) ? "input" : "arguments";
        out.accept(
                onPart(
                        callEvent(call, "done"),
                        "",
                        "\"" + field + "\":" + JsonText.quoted(call.json())));
        out.accept(done(output.call(call, index, true)));
    }

    private String callEvent(Call call, String what) {
        return (output.isCustom(call) ? "custom_tool_call_input." : "function_call_arguments.")
                + what;
    }

    private void finish(Consumer<Event> out) {
        String usage = output.usage(scene.count());
        String status = output.status();
        boolean late = fault.is(FaultKind.USAGE_AFTER_DONE);
        Event last = last(status, late ? "null" : usage);
        out.accept(late ? last : last.withUsage());
        if (late) {
            out.accept(last(status, usage).withUsage());
        }
    }

    private Event last(String status, String usage) {
        return event("response." + status, ",\"response\":" + output.whole(status, usage)).asLast();
    }

    private Event added(String json) {
        return event(
                "response.output_item.added", ",\"output_index\":" + item + ",\"item\":" + json);
    }

    private Event done(String json) {
        return event(
                "response.output_item.done", ",\"output_index\":" + item++ + ",\"item\":" + json);
    }

    private Event delta(String name, String index, String piece) {
        return onPart(name, index, "\"delta\":" + JsonText.quoted(piece) + usageNow());
    }

    private String usageNow() {
        return fault.is(FaultKind.USAGE_EVERY_CHUNK)
                ? ",\"usage\":" + output.usage(scene.count().upTo(said))
                : "";
    }

    /** {@code index} names the part's number within the item; empty for none. */
    private Event onPart(String name, String index, String fields) {
        return event(
                "response." + name,
                ",\"item_id\":\""
                        + output.itemId(item)
                        + "\",\"output_index\":"
                        + item
                        + (index.isEmpty() ? "," : ",\"" + index + "\":0,")
                        + fields);
    }

    private Event event(String type, String fields) {
        payload.setLength(0);
        payload.append("{\"type\":\"").append(type).append("\",\"sequence_number\":");
        payload.append(sequence++).append(fields).append('}');
        return Event.of(type, payload.toString());
    }
}
