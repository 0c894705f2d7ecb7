package dev.farebox.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.testkit.Proves;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The official SDKs for JavaScript do everything that they are used for: each script of {@code
 * src/test/node} makes its checks side by side, and here is what each must have seen.
 */
@ExtendWith(WithClients.class)
class NodeSdksTest {
    private static final String RESULT = "17 degrees and rain";
    private static final Map<String, JsonNode> SEEN = new ConcurrentHashMap<>();

    private static final Duration ERROR_LIMIT = Duration.ofSeconds(30);

    @SuppressWarnings("NullAway.Init")
    private static ClientWorld world;

    /** One request a minute, which it has made. */
    @SuppressWarnings("NullAway.Init")
    private static Account hasty;

    @BeforeAll
    static void start(ClientWorld shared) throws Exception {
        world = shared;
        world.node();
        hasty = world.operator().customer("Hasty", "10", "{\"requests_per_minute\":1}");
        world.operator().ask(hasty);
        try (var side = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new HashMap<String, Future<JsonNode>>();
            for (String script : List.of("openai", "anthropic", "genai", "vercel")) {
                running.put(script, side.submit(() -> run(script)));
            }
            for (var each : running.entrySet()) {
                SEEN.put(each.getKey(), each.getValue().get());
            }
        }
    }

    @Proves("BUY-5")
    @TestFactory
    Stream<DynamicTest> openai() {
        return checks(
                Map.ofEntries(
                        Map.entry("openai.plain", NodeSdksTest::isAboutTea),
                        Map.entry("openai.stream", NodeSdksTest::isAboutTea),
                        Map.entry("openai.tools", NodeSdksTest::calledOnce),
                        Map.entry("openai.toolsStreamed", NodeSdksTest::calledOnce),
                        Map.entry("openai.parallelTools", NodeSdksTest::calledTwice),
                        Map.entry("openai.structured", NodeSdksTest::hasCity),
                        Map.entry("openai.image", NodeSdksTest::isText),
                        Map.entry("openai.chatImage", NodeSdksTest::isText),
                        Map.entry(
                                "openai.thinking",
                                seen -> {
                                    assertThat(seen.path("summaries").asInt()).isPositive();
                                    assertThat(seen.path("reasoning").asInt()).isPositive();
                                    isText(seen.path("text"));
                                }),
                        Map.entry(
                                "openai.retrieve",
                                seen -> {
                                    assertThat(seen.path("same").asBoolean()).isTrue();
                                    isText(seen.path("text"));
                                }),
                        Map.entry("openai.inputTokens", NodeSdksTest::isPositive),
                        Map.entry(
                                "openai.embeddings",
                                seen -> {
                                    assertThat(seen.path("lengths")).hasSize(2);
                                    isPositive(seen.path("lengths").path(0));
                                    isPositive(seen.at("/usage/prompt_tokens"));
                                }),
                        Map.entry(
                                "openai.completions",
                                seen -> {
                                    isText(seen.path("text"));
                                    isPositive(seen.at("/usage/completion_tokens"));
                                }),
                        Map.entry(
                                "openai.imageGeneration",
                                seen -> {
                                    isPositive(seen.path("bytes"));
                                    isPositive(seen.at("/usage/output_tokens"));
                                }),
                        Map.entry("openai.speech", NodeSdksTest::isPositive),
                        Map.entry(
                                "openai.transcription",
                                seen -> assertThat(seen.asString()).isNotEmpty()),
                        Map.entry("openai.moderations", NodeSdksTest::isPositive),
                        Map.entry(
                                "openai.model",
                                seen -> assertThat(seen.asString()).isEqualTo(ClientWorld.MODEL)),
                        Map.entry(
                                "openai.abort",
                                seen -> assertThat(seen.path("events").asInt()).isEqualTo(3))));
    }

    @TestFactory
    Stream<DynamicTest> anthropic() {
        return checks(
                Map.ofEntries(
                        Map.entry(
                                "anthropic.plain",
                                seen -> {
                                    isAboutTea(seen);
                                    assertThat(seen.path("stop").asString()).isEqualTo("end_turn");
                                    assertThat(seen.path("id").asString()).startsWith("req_");
                                }),
                        Map.entry(
                                "anthropic.stream",
                                seen -> {
                                    isAboutTea(seen);
                                    assertThat(seen.path("first").asString())
                                            .isEqualTo("message_start");
                                    assertThat(seen.path("last").asString())
                                            .isEqualTo("message_stop");
                                }),
                        Map.entry("anthropic.tools", NodeSdksTest::calledOnce),
                        Map.entry("anthropic.toolsStreamed", NodeSdksTest::calledOnce),
                        Map.entry("anthropic.parallelTools", NodeSdksTest::calledTwice),
                        Map.entry("anthropic.structured", NodeSdksTest::hasCity),
                        Map.entry(
                                "anthropic.image",
                                seen -> {
                                    isText(seen.path("text"));
                                    assertThat(seen.path("input").asInt()).isGreaterThan(85);
                                }),
                        Map.entry(
                                "anthropic.thinking",
                                seen -> {
                                    isText(seen.path("thinking"));
                                    assertThat(seen.path("signed").asBoolean()).isTrue();
                                    isText(seen.path("text"));
                                }),
                        Map.entry("anthropic.countTokens", NodeSdksTest::isPositive),
                        Map.entry("anthropic.models", NodeSdksTest::listsTheModel),
                        Map.entry(
                                "anthropic.abort",
                                seen ->
                                        assertThat(seen.at("/error/class").asString())
                                                .isEqualTo("APIUserAbortError"))));
    }

    @TestFactory
    Stream<DynamicTest> google() {
        return checks(
                Map.ofEntries(
                        Map.entry("genai.plain", NodeSdksTest::isAboutTea),
                        Map.entry("genai.olderVersion", NodeSdksTest::isText),
                        Map.entry(
                                "genai.stream",
                                seen -> {
                                    isAboutTea(seen);
                                    assertThat(seen.path("finish").asString()).isEqualTo("STOP");
                                    isPositive(seen.at("/usageMetadata/totalTokenCount"));
                                }),
                        Map.entry("genai.tools", NodeSdksTest::calledOnce),
                        Map.entry("genai.toolsStreamed", NodeSdksTest::calledOnce),
                        Map.entry("genai.parallelTools", NodeSdksTest::calledTwice),
                        Map.entry("genai.chat", NodeSdksTest::isText),
                        Map.entry("genai.structured", NodeSdksTest::hasCity),
                        Map.entry("genai.image", NodeSdksTest::isText),
                        Map.entry(
                                "genai.thinking",
                                seen -> {
                                    isPositive(seen.path("thoughts"));
                                    isPositive(seen.at("/usage/thoughtsTokenCount"));
                                }),
                        Map.entry("genai.countTokens", NodeSdksTest::isPositive),
                        Map.entry("genai.embed", seen -> isPositive(seen.path(0))),
                        Map.entry("genai.models", NodeSdksTest::listsTheModel),
                        Map.entry(
                                "genai.abort",
                                seen -> assertThat(seen.path("error").isObject()).isTrue())));
    }

    @TestFactory
    Stream<DynamicTest> vercel() {
        Map<String, Expectation> expected = new ConcurrentHashMap<>();
        for (String provider :
                new String[] {"responses", "chat", "compatible", "anthropic", "google"}) {
            String name = "vercel." + provider;
            expected.put(name + ".plain", NodeSdksTest::isAboutTea);
            expected.put(
                    name + ".stream",
                    seen -> {
                        isAboutTea(seen);
                        isPositive(seen.at("/usage/outputTokens"));
                    });
            expected.put(name + ".tools", seen -> asked(seen, "Oslo"));
            expected.put(name + ".parallelTools", seen -> asked(seen, "Oslo", "Paris"));
            expected.put(name + ".structured", NodeSdksTest::hasCity);
            expected.put(name + ".image", NodeSdksTest::isText);
        }
        expected.put("vercel.embed", seen -> isPositive(seen.path("length")));
        return checks(expected);
    }

    @Test
    void each_check_of_a_script_has_its_expectation_here() {
        for (Stream<DynamicTest> tests : List.of(openai(), anthropic(), google(), vercel())) {
            var expected = new TreeSet<String>();
            tests.forEach(test -> expected.add(test.getDisplayName()));
            String script = expected.first().substring(0, expected.first().indexOf('.'));
            var made = new TreeSet<String>();
            seen(script).propertyNames().forEach(name -> made.add(script + "." + name));
            assertThat(expected).isEqualTo(made);
        }
    }

    /**
     * Which SDK says what to its program when the key has no such model, and when it asks too
     * often.
     */
    @ParameterizedTest
    @CsvSource({
        "openai-chat, NotFoundError, 404, RateLimitError",
        "openai-responses, BadRequestError, 400, RateLimitError",
        "anthropic, NotFoundError, 404, RateLimitError",
        "genai, ApiError, 404, ApiError",
        "vercel-openai, APICallError, 400, APICallError",
        "vercel-chat, APICallError, 404, APICallError",
        "vercel-anthropic, APICallError, 404, APICallError",
        "vercel-google, APICallError, 404, APICallError"
    })
    void errors_have_the_classes_that_programs_catch(
            String client, String unknown, int status, String limited) {
        JsonNode missing = error(client, world.usual(), Map.of("FAREBOX_MODEL", "no-such-model"));
        assertThat(missing.path("class").asString()).isEqualTo(unknown);
        assertThat(missing.path("status").asInt()).isEqualTo(status);
        assertThat(missing.path("message").asString()).contains("no-such-model");
        JsonNode often = error(client, hasty, Map.of("FAREBOX_RETRIES", "0"));
        assertThat(often.path("class").asString()).isEqualTo(limited);
        assertThat(often.path("status").asInt()).isEqualTo(429);
    }

    private static JsonNode error(String client, Account account, Map<String, String> more) {
        var environment = new HashMap<>(world.environment(world.url(), account.key()));
        environment.put("FAREBOX_PROMPT", "Hello");
        environment.putAll(more);
        var ended = world.node().run("turn.mjs", List.of(client), environment, ERROR_LIMIT);
        return JsonMapper.shared().readTree(ended.out()).path("error");
    }

    @Test
    void who_left_in_mid_stream_is_charged_for_what_was_consumed() {
        Account account = world.operator().customer("Leaver", "100");
        var environment = new HashMap<>(world.environment(world.url(), account.key()));
        environment.put("FAREBOX_CHECK", "abort");
        for (String script : List.of("openai", "anthropic", "genai")) {
            world.node().run(script + ".mjs", environment);
        }
        assertThat(world.settled(account).lines())
                .hasSize(3)
                .allSatisfy(line -> {
                    assertThat(line.outcome()).isEqualTo("client_disconnect");
                    assertThat(line.charged()).isPositive();
                });
    }

    private interface Expectation {
        void accept(JsonNode seen);
    }

    private static Stream<DynamicTest> checks(Map<String, Expectation> expected) {
        return expected.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(each -> DynamicTest.dynamicTest(each.getKey(), () -> check(each)));
    }

    private static void check(Map.Entry<String, Expectation> expected) {
        String script = expected.getKey().substring(0, expected.getKey().indexOf('.'));
        JsonNode seen = seen(script).path(expected.getKey().substring(script.length() + 1));
        assertThat(seen.has("value")).as(seen.toString()).isTrue();
        expected.getValue().accept(seen.path("value"));
    }

    /** What a script saw, which is run once. */
    private static JsonNode seen(String script) {
        JsonNode seen = SEEN.get(script);
        if (seen == null) {
            throw new AssertionError(script + " did not run");
        }
        return seen;
    }

    private static JsonNode run(String script) {
        return world.node()
                .run(script + ".mjs", world.environment(world.url(), world.usual().key()));
    }

    private static void isAboutTea(JsonNode seen) {
        assertThat(seen.path("text").asString()).contains("tea");
    }

    private static void isText(JsonNode seen) {
        assertThat(seen.asString()).hasSizeGreaterThan(20);
    }

    private static void isPositive(JsonNode seen) {
        assertThat(seen.asInt()).isPositive();
    }

    private static void hasCity(JsonNode seen) {
        assertThat(seen.path("city").asString()).isNotEmpty();
    }

    private static void listsTheModel(JsonNode seen) {
        assertThat(seen.valueStream().map(JsonNode::asString))
                .anyMatch(name -> name.endsWith(ClientWorld.MODEL));
    }

    private static void calledOnce(JsonNode seen) {
        called(seen, "Oslo");
    }

    private static void calledTwice(JsonNode seen) {
        called(seen, "Oslo", "Paris");
    }

    private static void called(JsonNode seen, String... cities) {
        assertThat(seen.path("calls").valueStream().map(call -> call.path("city").asString()))
                .containsExactly(cities);
        assertThat(seen.path("text").asString()).contains(RESULT);
    }

    /** Where the SDK runs the tools by itself. */
    private static void asked(JsonNode seen, String... cities) {
        assertThat(seen.path("asked").valueStream().map(JsonNode::asString))
                .containsExactlyInAnyOrder(cities);
        assertThat(seen.path("text").asString()).contains(RESULT);
        assertThat(seen.path("steps").asInt()).isEqualTo(2);
    }
}
