package dev.farebox.gateway.provider.demo;

import dev.farebox.gateway.provider.demo.PrefixMemory.Cached;
import java.util.function.Function;

/** A request whose answer no model has to think of: sound, a picture, a transcript. */
record Recital(Ask ask, String param, Answer answer, Function<Scene, Script> staging)
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
    public String promptParam() {
        return param;
    }

    @Override
    public Play play(Stage stage, String said, DemoFault fault) {
        TokenCount count = TokenCount.of(ask, new Cached(0, 0, 0), answer);
        var scene = new Scene(ask, answer, Wishes.of(""), count, stage.now(), fault);
        return new Conversation(ask, Vendor.OPENAI, param, staging).play(stage, scene);
    }
}
