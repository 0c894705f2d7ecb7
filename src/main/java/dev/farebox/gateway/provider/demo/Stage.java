package dev.farebox.gateway.provider.demo;

import java.time.Duration;

/** What all answers of a provider share: its settings, what it has seen, what it has said. */
record Stage(DemoSettings settings, PrefixMemory memory, AnswerMemory answers, FileShelf files) {
    static Stage of(DemoSettings settings) {
        return new Stage(settings, new PrefixMemory(), new AnswerMemory(), new FileShelf());
    }

    long now() {
        return settings.clock().instant().getEpochSecond();
    }

    /** How long an answer of so many tokens takes when nothing of it is seen before its end. */
    Duration whole(String model, long tokens) {
        DemoPacing pacing = settings.pacingOf(model);
        return pacing.timeToFirstToken().plus(pacing.toSay(tokens));
    }
}
