package dev.farebox.clients;

import dev.farebox.testkit.Ended;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every client, each asked for one streamed answer in the same way. */
final class Callers {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Claude Code repeats a failed turn for minutes; this shows how often. */
    private static final Duration CLAUDE_LIMIT = Duration.ofSeconds(20);

    private Callers() {}

    interface Caller {
        Turn turn(ClientWorld world, Where where, String prompt);
    }

    record Named(String name, Caller caller) {
        Turn turn(ClientWorld world, Where where, String prompt) {
            return caller.turn(world, where, prompt);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Named> all() {
        return Stream.concat(Stream.concat(agents(), node()), java()).toList();
    }

    static Named named(String name) {
        return all().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    }

    private static Stream<Named> agents() {
        return Stream.of(
                new Named(
                        Agents.CLAUDE_CODE,
                        (world, where, prompt) ->
                                new Agents(world).claude(where, prompt, CLAUDE_LIMIT).turn()),
                new Named(
                        Agents.CODEX,
                        (world, where, prompt) ->
                                new Agents(world).codex(where, prompt, LIMIT).turn()));
    }

    private static Stream<Named> node() {
        return Stream.of(
                        "openai-chat",
                        "openai-responses",
                        "anthropic",
                        "genai",
                        "vercel-openai",
                        "vercel-chat",
                        "vercel-anthropic",
                        "vercel-google")
                .map(name ->
                        new Named(
                                "npm " + name,
                                (world, where, prompt) -> script(world, where, name, prompt)));
    }

    private static Stream<Named> java() {
        return Stream.of(
                new Named("openai-java chat", (_, at, prompt) -> JavaTurns.openaiChat(at, prompt)),
                new Named(
                        "openai-java responses",
                        (_, at, prompt) -> JavaTurns.openaiResponses(at, prompt)),
                new Named(
                        "anthropic-java",
                        (_, at, prompt) -> JavaTurns.anthropicMessages(at, prompt)),
                new Named(
                        "LangChain4j OpenAI",
                        (_, at, prompt) -> JavaTurns.langchainOpenai(at, prompt)),
                new Named(
                        "LangChain4j Anthropic",
                        (_, at, prompt) -> JavaTurns.langchainAnthropic(at, prompt)),
                new Named(
                        "LangChain4j Gemini",
                        (_, at, prompt) -> JavaTurns.langchainGemini(at, prompt)));
    }

    private static Turn script(ClientWorld world, Where where, String name, String prompt) {
        var environment = new HashMap<>(world.environment(where.url(), where.key()));
        environment.put("FAREBOX_PROMPT", prompt);
        Ended ended = world.node().run("turn.mjs", List.of(name), environment, LIMIT);
        if (ended.exit() != 0) {
            return new Turn(true, "", ended.said());
        }
        JsonNode seen = JsonMapper.shared().readTree(ended.out());
        JsonNode error = seen.path("error");
        return new Turn(
                error.isObject(),
                seen.path("text").asString(),
                error.path("class").asString("") + ": " + error.path("message").asString(""));
    }
}
