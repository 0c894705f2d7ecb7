package dev.farebox.gateway.provider.demo;

import static dev.farebox.gateway.provider.demo.DemoCall.answer;
import static dev.farebox.gateway.provider.demo.DemoCall.body;
import static dev.farebox.gateway.provider.demo.DemoCall.chunks;
import static dev.farebox.gateway.provider.demo.DemoCall.content;
import static dev.farebox.gateway.provider.demo.DemoCall.events;
import static dev.farebox.gateway.provider.demo.DemoCall.post;
import static dev.farebox.gateway.provider.demo.DemoCall.stream;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.testkit.DemoUpstream;
import dev.farebox.testkit.RawHttp;
import dev.farebox.testkit.RawHttp.End;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The demo provider answers chat requests as the real endpoint does. */
class DemoChatTest {
    private static final DemoUpstream DEMO =
            DemoUpstream.start(settings -> settings.withModels(List.of("vendor/model:1")));

    @AfterAll
    static void stop() {
        DEMO.close();
    }

    @Test
    void the_same_request_gets_the_same_answer_streamed_or_not() throws IOException {
        String prompt = "Explain how tides work";
        JsonNode whole = answer(DEMO, body(prompt));
        String text = whole.at("/choices/0/message/content").stringValue();
        assertThat(text).contains("tides").hasSizeBetween(80, 1500);
        assertThat(answer(DEMO, body(prompt))).isEqualTo(whole);
        List<JsonNode> chunks = chunks(events(DEMO, stream(prompt)));
        assertThat(content(chunks)).isEqualTo(text);
        assertThat(chunks.getLast().path("usage")).isEqualTo(whole.path("usage"));
        assertThat(answer(DEMO, body(prompt + "!")).at("/choices/0/message/content").stringValue())
                .isNotEqualTo(text);
    }

    @Test
    void a_stream_is_framed_as_the_real_one() throws IOException {
        try (var http = DemoCall.open(DEMO, stream("Hello there"))) {
            assertThat(http.readHead()).isEqualTo(200);
            assertThat(http.headers())
                    .containsEntry("content-type", "text/event-stream; charset=utf-8");
            assertThat(http.headers()).containsKeys("x-request-id", "openai-organization");
            var reader = http.events();
            var events = reader.rest();
            assertThat(reader.end()).isEqualTo(End.CLEAN);
            assertThat(events.getLast().isDone()).isTrue();
            List<JsonNode> chunks = chunks(events);
            assertThat(chunks.getFirst().at("/choices/0/delta/role").asString())
                    .isEqualTo("assistant");
            JsonNode finish = chunks.get(chunks.size() - 2);
            assertThat(finish.at("/choices/0/finish_reason").asString()).isEqualTo("stop");
            assertThat(finish.at("/choices/0/delta")).isEmpty();
            assertThat(finish.path("usage").isNull()).isTrue();
            JsonNode usage = chunks.getLast();
            assertThat(usage.path("choices").isArray()).isTrue();
            assertThat(usage.path("choices")).isEmpty();
            assertThat(usage.at("/usage/completion_tokens").asInt()).isEqualTo(chunks.size() - 3);
            assertThat(chunks)
                    .allSatisfy(chunk -> {
                        assertThat(chunk.path("id")).isEqualTo(usage.path("id"));
                        assertThat(chunk.path("object").asString())
                                .isEqualTo("chat.completion.chunk");
                        assertThat(chunk.path("model").asString()).isEqualTo("demo-chat");
                    });
        }
    }

    @Test
    void usage_is_streamed_only_when_asked_for() throws IOException {
        for (JsonNode chunk : chunks(events(DEMO, body("Hello", "\"stream\":true")))) {
            assertThat(chunk.has("usage")).isFalse();
            assertThat(chunk.path("choices")).hasSize(1);
        }
    }

    @Test
    void usage_adds_up() throws IOException {
        String prompt = "x".repeat(401);
        JsonNode usage = answer(DEMO, body(prompt)).path("usage");
        assertThat(usage.path("prompt_tokens").asInt()).isEqualTo(3 + 4 + 101);
        assertThat(usage.path("total_tokens").asInt())
                .isEqualTo(
                        usage.path("prompt_tokens").asInt()
                                + usage.path("completion_tokens").asInt());
    }

    @Test
    void a_repeated_beginning_is_cached() throws IOException {
        String system = "You are a most careful assistant. ".repeat(30);
        String conversation =
                """
                {"model":"%s","messages":[{"role":"system","content":"%s"},\
                {"role":"user","content":"%s"}]}\
                """;
        assertThat(cached(conversation.formatted("demo-chat", system, "one"))).isZero();
        int second = cached(conversation.formatted("demo-chat", system, "two"));
        assertThat(second).isEqualTo((4 + system.length() / 4) / 16 * 16);
        assertThat(cached(conversation.formatted("demo-tools", system, "two"))).isZero();
    }

    private static int cached(String body) throws IOException {
        return answer(DEMO, body).at("/usage/prompt_tokens_details/cached_tokens").asInt(-1);
    }

    @Test
    void the_reasoner_counts_its_reasoning_as_completion() throws IOException {
        String body = body("Why is the sky blue?").replace("demo-chat", "demo-reasoner");
        JsonNode usage = answer(DEMO, body).path("usage");
        int reasoning = usage.at("/completion_tokens_details/reasoning_tokens").asInt();
        assertThat(reasoning).isPositive();
        assertThat(usage.path("completion_tokens").asInt()).isGreaterThan(reasoning);
        JsonNode limited = answer(DEMO, body.replace("}]}", "}],\"max_completion_tokens\":10}"));
        assertThat(limited.at("/choices/0/finish_reason").asString()).isEqualTo("length");
        assertThat(limited.at("/choices/0/message/content").asString()).isEmpty();
        assertThat(limited.at("/usage/completion_tokens").asInt()).isEqualTo(10);
    }

    @Test
    void a_limit_ends_the_answer_with_length() throws IOException {
        for (String limit : List.of("max_tokens", "max_completion_tokens")) {
            JsonNode whole = answer(DEMO, body("Tell me about bread", "\"" + limit + "\":7"));
            assertThat(whole.at("/choices/0/finish_reason").asString()).isEqualTo("length");
            assertThat(whole.at("/usage/completion_tokens").asInt()).isEqualTo(7);
        }
    }

    @Test
    void a_stop_sequence_ends_the_answer_before_it() throws IOException {
        String all = answer(DEMO, body("bread")).at("/choices/0/message/content").asString();
        String stop = all.substring(30, 36);
        JsonNode cut = answer(DEMO, body("bread", "\"stop\":[\"" + stop + "\"]"));
        assertThat(cut.at("/choices/0/message/content").asString())
                .isEqualTo(all.substring(0, all.indexOf(stop)));
        assertThat(cut.at("/choices/0/finish_reason").asString()).isEqualTo("stop");
    }

    @Test
    void something_long_is_long() throws IOException {
        JsonNode story = answer(DEMO, body("Please write a long story about a lighthouse"));
        assertThat(story.at("/usage/completion_tokens").asInt()).isGreaterThan(1000);
        JsonNode words = answer(DEMO, body("Write 5000 words on rivers"));
        assertThat(words.at("/choices/0/message/content").asString().split("\\s+"))
                .hasSizeBetween(5000, 5100);
    }

    @Test
    void models_are_listed_with_the_configured_ones() throws IOException {
        var headers = RawHttp.json(DemoUpstream.KEY);
        JsonNode list =
                DemoCall.JSON.readTree(
                        RawHttp.once(DEMO.port(), "GET", "/v1/models", headers, "").body());
        assertThat(list.path("data").valueStream().map(model -> model.path("id").asString()))
                .containsAll(DemoSettings.MODELS)
                .hasSize(DemoSettings.MODELS.size() + 1)
                .endsWith("vendor/model:1");
        var one = RawHttp.once(DEMO.port(), "GET", "/v1/models/vendor/model:1", headers, "");
        assertThat(one.status()).isEqualTo(200);
        assertThat(post(DEMO, body("hi").replace("demo-chat", "vendor/model:1")).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{ | 400 | | ",
                "[] | 400 | | ",
                "{\"model\":\"demo-chat\"} | 400 | messages | missing_required_parameter",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]} | 400 | model | missing_required_parameter",
                "{\"model\":1} | 400 | model | invalid_type",
                "{\"model\":\"demo-chat\",\"messages\":\"hi\"} | 400 | messages | invalid_type",
                "{\"model\":\"demo-chat\",\"messages\":[]} | 400 | messages | empty_array",
                "{\"model\":\"demo-chat\",\"messages\":[{\"role\":\"boss\",\"content\":\"x\"}]} | 400 | messages[0].role | invalid_value",
                "{\"model\":\"demo-chat\",\"messages\":[{\"role\":\"user\"}]} | 400 | messages[0].content | missing_required_parameter",
                "{\"model\":\"demo-chat\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"max_tokens\":0} | 400 | max_tokens | integer_below_min_value",
                "{\"model\":\"demo-chat\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"max_tokens\":\"9\"} | 400 | max_tokens | invalid_type",
                "{\"model\":\"demo-chat\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"n\":2} | 400 | n | unsupported_value",
                "{\"model\":\"demo-chat\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"stream_options\":{}} | 400 | stream_options | invalid_value",
                "{\"model\":\"demo-chat\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"tools\":[{\"type\":\"function\"}]} | 400 | tools[0].function.name | missing_required_parameter",
                "{\"model\":\"gone\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]} | 404 | | model_not_found",
            })
    void a_malformed_request_is_refused_with_the_parameter_at_fault(
            String body, int status, String param, String code) throws IOException {
        var answer = post(DEMO, body);
        assertThat(answer.status()).isEqualTo(status);
        JsonNode error = DemoCall.JSON.readTree(answer.body()).path("error");
        assertThat(error.path("type").asString()).isEqualTo("invalid_request_error");
        assertThat(error.path("param").asString(null)).isEqualTo(param);
        assertThat(error.path("code").asString(null)).isEqualTo(code);
        assertThat(error.path("message").asString()).isNotEmpty();
    }

    @Test
    void a_wrong_or_missing_key_is_refused() throws IOException {
        var wrong =
                RawHttp.once(DEMO.port(), "POST", DemoCall.CHAT, RawHttp.json("sk-no"), body("x"));
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.body()).contains("invalid_api_key");
        var none = RawHttp.once(DEMO.port(), "POST", DemoCall.CHAT, Map.of(), body("x"));
        assertThat(none.status()).isEqualTo(401);
    }

    @Test
    void a_paced_model_takes_its_time() throws IOException {
        long start = System.nanoTime();
        try (var paced = DemoUpstream.paced(80, 100);
                var http = DemoCall.open(paced, stream("Hello", "\"max_tokens\":60"))) {
            var events = http.events().rest();
            long first = events.getFirst().nanoTime();
            assertThat(Duration.ofNanos(first - start)).isGreaterThan(Duration.ofMillis(75));
            // At its pace 600 ms; half of it may be lost to a busy machine that reads late.
            assertThat(Duration.ofNanos(events.getLast().nanoTime() - first))
                    .isGreaterThan(Duration.ofMillis(200));
        }
    }

    @Test
    void a_connection_serves_many_requests() throws IOException {
        try (var http = RawHttp.connect(DEMO.port())) {
            for (int i = 0; i < 3; i++) {
                http.request(
                        "POST", DemoCall.CHAT, RawHttp.json(DemoUpstream.KEY), stream("Hi " + i));
                assertThat(http.answer().end()).isEqualTo(End.CLEAN);
            }
        }
    }
}
