package dev.farebox.gateway.provider.demo;

import static dev.farebox.gateway.provider.demo.DemoCall.JSON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.testkit.DemoUpstream;
import dev.farebox.testkit.RawEvents.Event;
import dev.farebox.testkit.RawHttp;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The demo provider speaks Anthropic's Messages API. */
class MessagesDialectTest {
    static final Map<String, String> HEADERS =
            Map.of(
                    "x-api-key", DemoUpstream.KEY,
                    "anthropic-version", "2023-06-01",
                    "Content-Type", "application/json");
    private static final DemoUpstream DEMO = DemoUpstream.instant();
    private static final String TOOL =
            "\"tools\":[{\"name\":\"get_weather\",\"input_schema\":{\"type\":\"object\",\"required\":[\"city\"],\"properties\":{\"city\":{\"type\":\"string\"}}}}]";

    @AfterAll
    static void stop() {
        DEMO.close();
    }

    private static RawHttp.Answer post(String path, String body) throws IOException {
        try (var http = RawHttp.connect(DEMO.port()).request("POST", path, HEADERS, body)) {
            return http.answer();
        }
    }

    private static JsonNode ask(String messages, String... more) throws IOException {
        return JSON.readTree(post("/v1/messages?beta=true", body(messages, more)).body());
    }

    private static List<Event> events(String messages, String... more) throws IOException {
        String body = body(messages, more).replaceFirst("\\{", "{\"stream\":true,");
        try (var http =
                RawHttp.connect(DEMO.port()).request("POST", "/v1/messages", HEADERS, body)) {
            return http.events().rest();
        }
    }

    private static String body(String messages, String... more) {
        return "{\"model\":\"demo-chat\",\"max_tokens\":5000,\"messages\":[%s]%s}"
                .formatted(messages, more.length == 0 ? "" : "," + String.join(",", more));
    }

    private static String user(String text) {
        return "{\"role\":\"user\",\"content\":" + JsonText.quoted(text) + "}";
    }

    @Test
    void a_stream_has_the_six_kinds_of_events_in_their_order() throws IOException {
        var names = events(user("Tell me of tea")).stream().map(Event::name).distinct().toList();
        assertThat(names)
                .containsExactly(
                        "message_start",
                        "ping",
                        "content_block_start",
                        "content_block_delta",
                        "content_block_stop",
                        "message_delta",
                        "message_stop");
    }

    @Test
    void thoughts_come_before_the_text_with_a_signature_that_is_accepted_back_and_no_other()
            throws IOException {
        String thinking = "\"thinking\":{\"type\":\"adaptive\"}";
        JsonNode answer = ask(user("Tell me of tea"), thinking);
        JsonNode thought = answer.at("/content/0");
        assertThat(thought.path("type").asString()).isEqualTo("thinking");
        assertThat(answer.at("/content/1/type").asString()).isEqualTo("text");
        String history = user("Tell me of tea") + ",{\"role\":\"assistant\",\"content\":%s},";
        String content = answer.path("content").toString();
        assertThat(ask(history.formatted(content) + user("More")).path("type").asString())
                .isEqualTo("message");
        String forged =
                content.replace(thought.path("signature").asString(), "Zm9yZ2VkIHNpZ25hdHVyZQ==");
        assertThat(ask(history.formatted(forged) + user("More")).at("/error/message").asString())
                .contains("Invalid `signature`");
        assertThat(events(user("Tell me of tea"), thinking))
                .anyMatch(event -> event.data().contains("signature_delta"));
    }

    @Test
    void ordered_tools_are_called_in_parallel_with_exactly_these_arguments() throws IOException {
        String prompt =
                "!tool get_weather {\"city\":\"Oslo\"}\n!tool get_weather {\"city\":\"Paris\"}";
        JsonNode answer = ask(user(prompt), TOOL);
        assertThat(answer.path("stop_reason").asString()).isEqualTo("tool_use");
        assertThat(answer.at("/content/0/input/city").asString()).isEqualTo("Oslo");
        assertThat(answer.at("/content/1/input/city").asString()).isEqualTo("Paris");
        var json = new StringBuilder();
        for (Event event : events(user(prompt), TOOL)) {
            JsonNode data = JSON.readTree(event.data());
            if (data.path("index").asInt(-1) == 1) {
                json.append(data.at("/delta/partial_json").asString(""));
            }
        }
        assertThat(JSON.readTree(json.toString()).path("city").asString()).isEqualTo("Paris");
    }

    @Test
    void a_tool_result_is_answered_with_text_and_must_belong_to_a_call() throws IOException {
        JsonNode call = ask(user("Use get_weather for Oslo"), TOOL);
        String id = call.at("/content/0/id").asString();
        assertThat(id).startsWith("toolu_");
        String history =
                user("Use get_weather for Oslo")
                        + ",{\"role\":\"assistant\",\"content\":"
                        + call.path("content")
                        + "},{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"%s\",\"content\":\"17 degrees\"},{\"type\":\"text\",\"text\":\"<system-reminder>use tools</system-reminder>\"}]}";
        JsonNode done = ask(history.formatted(id), TOOL);
        assertThat(done.path("stop_reason").asString()).isEqualTo("end_turn");
        assertThat(done.at("/content/0/text").asString()).contains("17 degrees");
        assertThat(ask(history.formatted("toolu_other"), TOOL).at("/error/message").asString())
                .contains("unexpected `tool_use_id`");
        assertThat(
                        ask(
                                        history.substring(
                                                        0,
                                                        history.indexOf(
                                                                ",{\"role\":\"user\",\"content\":[{\"type\":\"tool_result"))
                                                + ","
                                                + user("never mind"),
                                        TOOL)
                                .at("/error/message")
                                .asString())
                .contains("without `tool_result`");
    }

    @Test
    void a_marked_beginning_is_written_once_and_read_afterwards() throws IOException {
        String system =
                "\"system\":[{\"type\":\"text\",\"text\":\"%s\",\"cache_control\":{\"type\":\"ephemeral\",\"ttl\":\"1h\"}}]"
                        .formatted("Be kind. ".repeat(100));
        String turn =
                "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"%s\",\"cache_control\":{\"type\":\"ephemeral\"}}]}"
                        .formatted("Hello there. ".repeat(50));
        JsonNode first = ask(turn, system).path("usage");
        assertThat(first.at("/cache_creation/ephemeral_1h_input_tokens").asInt()).isEqualTo(229);
        assertThat(first.at("/cache_creation/ephemeral_5m_input_tokens").asInt()).isEqualTo(167);
        assertThat(first.path("cache_creation_input_tokens").asInt()).isEqualTo(396);
        assertThat(first.path("cache_read_input_tokens").asInt()).isZero();
        JsonNode second = ask(turn, system).path("usage");
        assertThat(second.path("cache_read_input_tokens").asInt()).isEqualTo(396);
        assertThat(second.path("cache_creation_input_tokens").asInt()).isZero();
        assertThat(second.path("input_tokens")).isEqualTo(first.path("input_tokens"));
        JsonNode unmarked =
                ask(turn.replace(",\"cache_control\":{\"type\":\"ephemeral\"}", ""), system)
                        .path("usage");
        assertThat(unmarked.path("cache_read_input_tokens").asInt()).isEqualTo(229);
    }

    @Test
    void iterations_and_searches_are_reported_when_the_prompt_orders_them() throws IOException {
        JsonNode answer = ask(user("!iterations compaction advisor\n!search 2\nTell me of tea"));
        JsonNode usage = answer.path("usage");
        assertThat(usage.path("iterations").findValuesAsString("type"))
                .containsExactly("compaction", "advisor_message", "message");
        assertThat(usage.at("/iterations/2/output_tokens")).isEqualTo(usage.path("output_tokens"));
        assertThat(usage.at("/server_tool_use/web_search_requests").asInt()).isEqualTo(2);
        assertThat(answer.at("/content/0/type").asString()).isEqualTo("server_tool_use");
    }

    @Test
    void counting_says_what_the_request_would_have_cost() throws IOException {
        String body = body(user("Tell me of tea"), TOOL);
        int counted =
                JSON.readTree(post("/v1/messages/count_tokens", body).body())
                        .path("input_tokens")
                        .asInt();
        assertThat(counted).isPositive();
        assertThat(
                        JSON.readTree(post("/v1/messages", body).body())
                                .at("/usage/input_tokens")
                                .asInt())
                .isEqualTo(counted);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"model\":\"demo-chat\",\"messages\":[]}|max_tokens: Field required",
                "{\"max_tokens\":5,\"messages\":[]}|model: Field required",
                "{\"model\":\"demo-chat\",\"max_tokens\":5}|messages: Field required",
                "{\"model\":\"demo-chat\",\"max_tokens\":5,\"messages\":[]}|at least one message",
                "{\"model\":\"demo-chat\",\"max_tokens\":0,\"messages\":[]}|max_tokens: must be",
                "[]|not valid JSON"
            })
    void what_is_wrong_is_refused_in_the_words_of_the_vendor(String body, String message)
            throws IOException {
        var answer = post("/v1/messages", body);
        JsonNode error = JSON.readTree(answer.body());
        assertThat(answer.status()).isEqualTo(400);
        assertThat(error.path("type").asString()).isEqualTo("error");
        assertThat(error.at("/error/type").asString()).isEqualTo("invalid_request_error");
        assertThat(error.at("/error/message").asString()).contains(message);
    }

    @Test
    void the_newest_version_refuses_sampling_and_models_are_listed_in_its_shape()
            throws IOException {
        var headers =
                Map.of(
                        "Authorization",
                        "Bearer " + DemoUpstream.KEY,
                        "anthropic-version",
                        "2026-10-21");
        try (var http =
                RawHttp.connect(DEMO.port())
                        .request(
                                "POST",
                                "/v1/messages",
                                headers,
                                body(user("Hi"), "\"temperature\":1"))) {
            assertThat(http.answer().status()).isEqualTo(400);
        }
        try (var http =
                RawHttp.connect(DEMO.port()).request("GET", "/v1/models?limit=9", headers, "")) {
            JsonNode list = JSON.readTree(http.answer().body());
            assertThat(list.at("/data/0/type").asString()).isEqualTo("model");
            assertThat(list.path("first_id").asString()).isEqualTo("demo-chat");
        }
    }
}
