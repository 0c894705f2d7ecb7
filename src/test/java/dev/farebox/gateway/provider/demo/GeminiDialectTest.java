package dev.farebox.gateway.provider.demo;

import static dev.farebox.gateway.provider.demo.DemoCall.JSON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.testkit.DemoUpstream;
import dev.farebox.testkit.RawHttp;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The demo provider speaks Gemini's API. */
class GeminiDialectTest {
    static final Map<String, String> HEADERS =
            Map.of("x-goog-api-key", DemoUpstream.KEY, "Content-Type", "application/json");
    private static final DemoUpstream DEMO = DemoUpstream.instant();
    private static final String TOOLS =
            "\"tools\":[{\"function_declarations\":[{\"name\":\"get_weather\",\"parameters\":{\"type\":\"OBJECT\",\"required\":[\"city\"],\"properties\":{\"city\":{\"type\":\"STRING\"}}}}]}]";
    private static final String THINKING =
            "\"generationConfig\":{\"thinkingConfig\":{\"includeThoughts\":true}}";

    @AfterAll
    static void stop() {
        DEMO.close();
    }

    private static RawHttp.Answer post(String path, String body) throws IOException {
        try (var http = RawHttp.connect(DEMO.port()).request("POST", path, HEADERS, body)) {
            return http.answer();
        }
    }

    private static JsonNode ask(String contents, String... more) throws IOException {
        String body = body(contents, more);
        return JSON.readTree(post("/v1/models/demo-chat:generateContent", body).body());
    }

    private static String body(String contents, String... more) {
        return "{\"contents\":[%s]%s}"
                .formatted(contents, more.length == 0 ? "" : "," + String.join(",", more));
    }

    private static String user(String text) {
        return "{\"role\":\"user\",\"parts\":[{\"text\":" + JsonText.quoted(text) + "}]}";
    }

    @Test
    void events_are_framed_with_crlf_and_each_carries_usage() throws IOException {
        String body =
                post(
                                "/v1beta/models/demo-chat:streamGenerateContent?alt=sse",
                                body(user("Tell me of tea")))
                        .body();
        assertThat(body).endsWith("}\r\n\r\n").doesNotContain("[DONE]", "event:");
        for (String block : body.split("\r\n\r\n")) {
            assertThat(
                            JSON.readTree(block.substring(6))
                                    .at("/usageMetadata/totalTokenCount")
                                    .asInt())
                    .isPositive();
        }
    }

    @Test
    void without_events_a_stream_is_one_array() throws IOException {
        var answer =
                post(
                        "/v1alpha/models/demo-chat:streamGenerateContent",
                        body(user("Tell me of tea")));
        assertThat(answer.header("content-type")).startsWith("application/json");
        JsonNode array = JSON.readTree(answer.body());
        assertThat(array.size()).isGreaterThan(3);
        assertThat(array.get(array.size() - 1).at("/candidates/0/finishReason").asString())
                .isEqualTo("STOP");
    }

    @Test
    void thoughts_are_marked_and_counted_beside_the_text() throws IOException {
        JsonNode answer = ask(user("Tell me of tea"), THINKING);
        assertThat(answer.at("/candidates/0/content/parts/0/thought").asBoolean()).isTrue();
        JsonNode usage = answer.path("usageMetadata");
        assertThat(usage.path("thoughtsTokenCount").asInt()).isPositive();
        assertThat(
                        usage.path("promptTokenCount").asInt()
                                + usage.path("candidatesTokenCount").asInt()
                                + usage.path("thoughtsTokenCount").asInt())
                .isEqualTo(usage.path("totalTokenCount").asInt());
    }

    @Test
    void calls_in_parallel_are_parts_and_their_responses_must_match() throws IOException {
        JsonNode answer = ask(user("Use get_weather for both Oslo and Paris"), TOOLS, THINKING);
        JsonNode content = answer.at("/candidates/0/content");
        assertThat(content.findValuesAsString("city")).containsExactly("Oslo", "Paris");
        assertThat(content.at("/parts/1/thoughtSignature").isString()).isTrue();
        String history = user("Use get_weather for both Oslo and Paris") + "," + content + ",";
        String result =
                "{\"functionResponse\":{\"name\":\"get_weather\",\"response\":{\"output\":\"17 degrees\"}}}";
        String both = "{\"role\":\"user\",\"parts\":[" + result + "," + result + "]}";
        JsonNode done = ask(history + both, TOOLS);
        assertThat(done.at("/candidates/0/content/parts/0/text").asString()).contains("17 degrees");
        String one = "{\"role\":\"user\",\"parts\":[" + result + "]}";
        assertThat(ask(history + one, TOOLS).at("/error/message").asString())
                .contains("number of function response parts");
        String forged =
                history.replaceFirst(
                        "\"thoughtSignature\":\"[^\"]*\"", "\"thoughtSignature\":\"Zm9v\"");
        assertThat(ask(forged + both, TOOLS).at("/error/message").asString())
                .contains("Thought signature is not valid");
    }

    @Test
    void counting_says_what_the_prompt_costs() throws IOException {
        String body = body(user("Tell me of tea"));
        int counted =
                JSON.readTree(post("/v1beta/models/demo-chat:countTokens", body).body())
                        .path("totalTokens")
                        .asInt();
        assertThat(ask(user("Tell me of tea")).at("/usageMetadata/promptTokenCount").asInt())
                .isEqualTo(counted);
    }

    @Test
    void embeddings_are_unit_vectors_that_depend_on_the_text() throws IOException {
        String content = "{\"parts\":[{\"text\":\"%s\"}]}";
        JsonNode one =
                JSON.readTree(
                        post(
                                        "/v1beta/models/demo-chat:embedContent",
                                        "{\"content\":" + content.formatted("tea") + "}")
                                .body());
        JsonNode batch =
                JSON.readTree(
                        post(
                                        "/v1beta/models/demo-chat:batchEmbedContents",
                                        "{\"requests\":[{\"content\":%s},{\"content\":%s}]}"
                                                .formatted(
                                                        content.formatted("tea"),
                                                        content.formatted("coffee")))
                                .body());
        assertThat(batch.at("/embeddings/0/values")).isEqualTo(one.at("/embedding/values"));
        assertThat(batch.at("/embeddings/1/values")).isNotEqualTo(one.at("/embedding/values"));
        assertThat(batch.at("/usageMetadata/promptTokenCount").asInt()).isEqualTo(3);
    }

    @Test
    void errors_and_models_have_the_shape_of_the_vendor() throws IOException {
        var missing = post("/v1beta/models/demo-chat:generateContent", "{}");
        assertThat(missing.status()).isEqualTo(400);
        assertThat(JSON.readTree(missing.body()).at("/error/status").asString())
                .isEqualTo("INVALID_ARGUMENT");
        assertThat(post("/v1beta/models/nobody:generateContent", body(user("Hi"))).body())
                .contains("NOT_FOUND");
        var wrongKey =
                RawHttp.once(
                        DEMO.port(),
                        "POST",
                        "/v1beta/models/demo-chat:generateContent?key=wrong",
                        Map.of(),
                        "{}");
        assertThat(wrongKey.status()).isEqualTo(400);
        assertThat(wrongKey.body()).contains("API key not valid");
        var models =
                RawHttp.once(
                        DEMO.port(), "GET", "/v1beta/models?key=" + DemoUpstream.KEY, Map.of(), "");
        assertThat(JSON.readTree(models.body()).at("/models/0/name").asString())
                .isEqualTo("models/demo-chat");
    }
}
