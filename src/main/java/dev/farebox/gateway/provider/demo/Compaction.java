package dev.farebox.gateway.provider.demo;

import dev.farebox.gateway.provider.demo.PrefixMemory.Cached;
import java.util.List;
import java.util.function.Consumer;

/** The answer of {@code /v1/responses/compact}, which is never a stream. */
record Compaction(Scene scene, int promptTokens) implements Script {
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
        throw new IllegalStateException("a compaction is not streamed");
    }

    @Override
    public String whole() {
        var count =
                new TokenCount(
                        promptTokens, new Cached(0, 0, 0), 0, scene.answer().completionTokens(), 0);
        String usage = ResponsesOutput.usage(count, scene.fault());
        return "{\"id\":\"%s\",\"object\":\"response.compaction\",\"created_at\":%d,\"output\":[%s]%s}"
                .formatted(
                        scene.id("resp_demo", 0),
                        scene.created(),
                        ResponsesOutput.compaction(scene.id("cmp_demo", 1), scene.answer().text()),
                        usage.isEmpty() ? "" : ",\"usage\":" + usage);
    }
}
