package dev.farebox.gateway.provider.demo;

import dev.farebox.gateway.provider.demo.Ask.Shape;
import dev.farebox.gateway.provider.demo.Ask.ToolChoice;
import dev.farebox.gateway.provider.demo.Beat.Mark;
import dev.farebox.gateway.provider.demo.Beat.Text;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** {@code /v1/completions}, the old form: a prompt and the text that goes on from it. */
final class Completions implements Script {
    private final Scene scene;
    private final String head;

    private Completions(Scene scene) {
        this.scene = scene;
        this.head =
                "{\"id\":\"%s\",\"object\":\"text_completion\",\"created\":%d,\"model\":%s,\"choices\":["
                        .formatted(
                                scene.id("cmpl-demo", 0),
                                scene.created(),
                                JsonText.quoted(scene.ask().model()));
    }

    static Reading read(Call call) {
        try {
            Body body = Body.of(Vendor.OPENAI, call.body());
            String model = body.model();
            JsonNode prompt = body.required("prompt");
            String text = prompt.isString() ? prompt.stringValue() : prompt.path(0).asString("");
            JsonNode stop = body.get("stop");
            Ask ask =
                    new Ask(
                            model,
                            body.flag("stream"),
                            body.get("stream_options").path("include_usage").asBoolean(false),
                            false,
                            body.limit("max_tokens", 1),
                            stop.isString()
                                    ? List.of(stop.stringValue())
                                    : stop.values().stream().map(it -> it.asString("")).toList(),
                            Shape.TEXT,
                            List.of(),
                            ToolChoice.AUTO,
                            true,
                            List.of(new Turn("user").text(text).message()),
                            0);
            return new Conversation(ask, Vendor.OPENAI, "prompt", Completions::new);
        } catch (Malformed malformed) {
            return malformed.refusal;
        }
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
        if (beat instanceof Text text) {
            out.accept(Event.of("", choice(text.piece(), "null") + "}"));
        } else if (beat == Mark.FINISH) {
            finish(out);
        }
    }

    private void finish(Consumer<Event> out) {
        DemoFault fault = scene.fault();
        String usage = ChatScript.usage(scene.count(), fault);
        boolean late = fault.is(FaultKind.USAGE_AFTER_DONE);
        Event report = Event.of("", head + "],\"usage\":" + usage + "}").withUsage();
        out.accept(Event.of("", choice("", reason()) + "}"));
        if (scene.ask().includeUsage() && !late && !usage.isEmpty()) {
            out.accept(report);
        }
        out.accept(Event.of("", "[DONE]").asLast());
        if (late) {
            out.accept(report);
        }
    }

    @Override
    public String whole() {
        String usage = ChatScript.usage(scene.count(), scene.fault());
        return choice(scene.answer().text(), reason())
                + (usage.isEmpty() ? "}" : ",\"usage\":" + usage + "}");
    }

    private String choice(String text, String reason) {
        return head
                + "{\"index\":0,\"text\":"
                + JsonText.quoted(text)
                + ",\"logprobs\":null,\"finish_reason\":"
                + reason
                + "}]";
    }

    private String reason() {
        return scene.answer().finish() == Answer.Finish.LENGTH ? "\"length\"" : "\"stop\"";
    }
}
