package dev.farebox.gateway.provider.demo;

import java.util.function.Function;
import java.util.function.Supplier;

/** A conversation to be answered; {@code staging} puts the answer in the words of a dialect. */
record Conversation(Ask ask, Vendor vendor, String promptParam, Function<Scene, Script> staging)
        implements Task {
    @Override
    public String model() {
        return ask.model();
    }

    @Override
    public String prompt() {
        return ask.lastUserText();
    }

    @Override
    public Play play(Stage stage, String prompt, DemoFault fault) {
        return play(stage, scene(stage, prompt, fault));
    }

    Scene scene(Stage stage, String prompt, DemoFault fault) {
        Answer answer = Answers.to(ask, prompt);
        var cache =
                vendor == Vendor.ANTHROPIC
                        ? stage.memory().marked(ask)
                        : stage.memory().automatic(ask);
        TokenCount count = TokenCount.of(ask, cache, answer);
        boolean huge = ask.stream() && fault.is(FaultKind.HUGE_EVENT);
        return new Scene(
                ask,
                huge ? answer.startingWith("a".repeat(fault.number("bytes"))) : answer,
                Wishes.of(prompt),
                count,
                stage.now(),
                fault);
    }

    Play play(Stage stage, Scene scene) {
        DemoFault fault = scene.fault();
        if (ask.stream()) {
            Supplier<Script> script = () -> staging.apply(scene);
            DemoPacing pacing = stage.settings().pacingOf(ask.model());
            return Plays.stream(
                    new ScriptEvents(script, scene.answer(), fault),
                    pacing.timeToFirstToken().plus(pacing.toSay(scene.answer().reasoningTokens())),
                    pacing.toSay(1),
                    fault);
        }
        String body = staging.apply(scene).whole();
        return Plays.whole(
                Plays.JSON,
                fault.is(FaultKind.EXTRA_FIELDS) ? ExtraFields.into(body) : body,
                vendor,
                stage.whole(ask.model(), scene.count().completion()),
                fault);
    }
}
