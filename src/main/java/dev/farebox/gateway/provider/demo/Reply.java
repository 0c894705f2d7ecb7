package dev.farebox.gateway.provider.demo;

import dev.farebox.gateway.provider.demo.AnswerMemory.Kept;
import java.util.ArrayList;
import java.util.LinkedHashSet;

/** A request of {@code /v1/responses}; its answer is kept when the caller wants it stored. */
record Reply(Ask ask, ResponsesScript.Options options, boolean store) implements Task {
    @Override
    public String model() {
        return ask.model();
    }

    @Override
    public String prompt() {
        return ask.lastUserText();
    }

    @Override
    public String promptParam() {
        return "input";
    }

    Conversation conversation() {
        return new Conversation(
                ask, Vendor.OPENAI, promptParam(), scene -> new ResponsesScript(scene, options));
    }

    @Override
    public Play play(Stage stage, String prompt, DemoFault fault) {
        Conversation conversation = conversation();
        Scene scene = conversation.scene(stage, prompt, fault);
        if (store) {
            var script = new ResponsesScript(scene, options);
            var messages = new ArrayList<>(ask.messages());
            messages.add(new Turn("assistant").text(scene.answer().text()).message());
            var calls = new LinkedHashSet<String>();
            scene.answer().calls().forEach(call -> calls.add(call.id()));
            stage.answers().keep(script.id(), new Kept(script.whole(), messages, calls));
        }
        return conversation.play(stage, scene);
    }
}
