package dev.farebox.gateway.provider.demo;

import static dev.farebox.gateway.provider.demo.DemoCall.JSON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.testkit.DemoUpstream;
import dev.farebox.testkit.RawEvents.Event;
import dev.farebox.testkit.RawHttp;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The demo provider speaks OpenAI's Responses. */
class ResponsesDialectTest {
    private static final DemoUpstream DEMO = DemoUpstream.instant();
    private static final String PATH = "/v1/responses";
    private static final String TOOLS =
            """
            "tools":[{"type":"function","name":"get_weather","parameters":{"type":"object",\
            "required":["city"],"properties":{"city":{"type":"string"}}}},\
            {"type":"custom","name":"patch"},\
            {"type":"namespace","name":"shop","tools":[{"type":"function","name":"buy"}]},\
            {"type":"web_search"}]\
            """;

    @AfterAll
    static void stop() {
        DEMO.close();
    }

    private static RawHttp.Answer call(String method, String path, String body) throws IOException {
        return RawHttp.once(DEMO.port(), method, path, RawHttp.json(DemoUpstream.KEY), body);
    }

    private static JsonNode ask(String input, String... more) throws IOException {
        return JSON.readTree(call("POST", PATH, body(input, more)).body());
    }

    private static List<Event> events(String input, String... more) throws IOException {
        String body = body(input, more).replaceFirst("\\{", "{\"stream\":true,");
        try (var http =
                RawHttp.connect(DEMO.port())
                        .request("POST", PATH, RawHttp.json(DemoUpstream.KEY), body)) {
            return http.events().rest();
        }
    }

    private static String body(String input, String... more) {
        return "{\"model\":\"demo-chat\",\"input\":%s%s}"
                .formatted(input, more.length == 0 ? "" : "," + String.join(",", more));
    }

    private static String text(String prompt) {
        return JsonText.quoted(prompt);
    }

    @Test
    void a_stream_has_its_events_in_order_with_rising_numbers_and_ends_with_the_whole()
            throws IOException {
        var events = events(text("Tell me of tea"));
        assertThat(events.stream().map(Event::name).distinct())
                .containsExactly(
                        "response.created",
                        "response.in_progress",
                        "response.output_item.added",
                        "response.content_part.added",
                        "response.output_text.delta",
                        "response.output_text.done",
                        "response.content_part.done",
                        "response.output_item.done",
                        "response.completed");
        for (int i = 0; i < events.size(); i++) {
            JsonNode data = JSON.readTree(events.get(i).data());
            assertThat(data.path("sequence_number").asInt()).isEqualTo(i);
            assertThat(data.path("type").asString()).isEqualTo(events.get(i).name());
        }
        JsonNode last = JSON.readTree(events.getLast().data()).path("response");
        JsonNode whole = ask(text("Tell me of tea"));
        assertThat(last.path("output")).isEqualTo(whole.path("output"));
    }

    @Test
    void a_reasoner_gives_a_summary_and_what_is_encrypted_comes_back() throws IOException {
        String include = "\"include\":[\"reasoning.encrypted_content\"]";
        String reasoning = "\"reasoning\":{\"summary\":\"auto\"}";
        JsonNode answer = ask(text("Tell me of tea"), include, reasoning);
        assertThat(answer.at("/output/0/type").asString()).isEqualTo("reasoning");
        assertThat(answer.at("/output/0/summary/0/text").asString()).contains("tea");
        assertThat(answer.at("/usage/output_tokens_details/reasoning_tokens").asInt()).isPositive();
        String history = "[%s,{\"role\":\"user\",\"content\":\"More\"}]";
        String item = answer.at("/output/0").toString();
        assertThat(ask(history.formatted(item)).path("status").asString()).isEqualTo("completed");
        String forged = item.replace(answer.at("/output/0/encrypted_content").asString(), "Zm9v");
        assertThat(ask(history.formatted(forged)).at("/error/code").asString())
                .isEqualTo("invalid_encrypted_content");
        assertThat(events(text("Tell me of tea"), reasoning))
                .anyMatch(event -> event.name().equals("response.reasoning_summary_text.delta"));
    }

    @Test
    void functions_custom_tools_and_those_in_a_namespace_are_called_in_parallel()
            throws IOException {
        String prompt =
                text("!tool get_weather {\"city\":\"Oslo\"}\n!tool patch *** Begin\n!tool buy {}");
        JsonNode output = ask(prompt, TOOLS).path("output");
        assertThat(output.findValuesAsString("type"))
                .containsExactly("function_call", "custom_tool_call", "function_call");
        assertThat(output.at("/0/arguments").asString()).isEqualTo("{\"city\":\"Oslo\"}");
        assertThat(output.at("/1/input").asString()).isEqualTo("*** Begin");
        assertThat(output.at("/2/namespace").asString()).isEqualTo("shop");
        var events = events(prompt, TOOLS);
        assertThat(events.stream().map(Event::name))
                .contains(
                        "response.function_call_arguments.delta",
                        "response.function_call_arguments.done",
                        "response.custom_tool_call_input.delta");
        assertThat(JSON.readTree(events.getLast().data()).at("/response/output")).isEqualTo(output);
    }

    @Test
    void a_result_must_belong_to_a_call_and_ends_the_turn() throws IOException {
        JsonNode output = ask(text("Use get_weather for Oslo"), TOOLS).path("output");
        String items =
                "[{\"role\":\"user\",\"content\":\"Use get_weather for Oslo\"}," + output.get(0);
        String result =
                ",{\"type\":\"function_call_output\",\"call_id\":\"%s\",\"output\":\"17 degrees\"}]";
        String id = output.at("/0/call_id").asString();
        JsonNode done = ask(items + result.formatted(id), TOOLS);
        assertThat(done.at("/output/0/content/0/text").asString()).contains("17 degrees");
        assertThat(ask(items + result.formatted("other"), TOOLS).at("/error/message").asString())
                .contains("No tool call found");
        assertThat(ask(items + "]", TOOLS).at("/error/message").asString())
                .contains("No tool output found");
    }

    @Test
    void an_answer_is_kept_continued_and_forgotten() throws IOException {
        JsonNode call = ask(text("Use get_weather for Bergen"), TOOLS);
        String id = call.path("id").asString();
        assertThat(JSON.readTree(call("GET", PATH + "/" + id, "").body())).isEqualTo(call);
        String result =
                "[{\"type\":\"function_call_output\",\"call_id\":\"%s\",\"output\":\"rain\"}]"
                        .formatted(call.at("/output/0/call_id").asString());
        String previous = "\"previous_response_id\":\"" + id + "\"";
        assertThat(ask(result, previous).at("/output/0/content/0/text").asString())
                .contains("rain");
        assertThat(call("POST", PATH + "/" + id + "/cancel", "").status()).isEqualTo(400);
        assertThat(call("DELETE", PATH + "/" + id, "").body()).contains("\"deleted\":true");
        assertThat(call("GET", PATH + "/" + id, "").status()).isEqualTo(404);
        assertThat(ask(result, previous).at("/error/code").asString())
                .isEqualTo("previous_response_not_found");
        JsonNode unkept = ask(text("Hello"), "\"store\":false");
        assertThat(call("GET", PATH + "/" + unkept.path("id").asString(), "").status())
                .isEqualTo(404);
    }

    @Test
    void a_limit_leaves_it_incomplete() throws IOException {
        String limit = "\"max_output_tokens\":20";
        JsonNode answer = ask(text("Write a long story"), limit);
        assertThat(answer.path("status").asString()).isEqualTo("incomplete");
        assertThat(answer.at("/usage/output_tokens").asInt()).isEqualTo(20);
        assertThat(events(text("Write a long story"), limit).getLast().name())
                .isEqualTo("response.incomplete");
    }

    @Test
    void counting_and_compacting_have_answers_of_their_own() throws IOException {
        String body = body(text("Tell me of tea"));
        int counted =
                JSON.readTree(call("POST", PATH + "/input_tokens", body).body())
                        .path("input_tokens")
                        .asInt();
        assertThat(ask(text("Tell me of tea")).at("/usage/input_tokens").asInt())
                .isEqualTo(counted);
        JsonNode compact = JSON.readTree(call("POST", PATH + "/compact", body).body());
        assertThat(compact.path("object").asString()).isEqualTo("response.compaction");
        assertThat(compact.at("/output/0/type").asString()).isEqualTo("compaction");
        assertThat(compact.at("/usage/input_tokens").asInt()).isEqualTo(counted);
        JsonNode asked =
                ask("[{\"role\":\"user\",\"content\":\"Hi\"},{\"type\":\"compaction_trigger\"}]");
        assertThat(asked.at("/output/0/type").asString()).isEqualTo("compaction");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"input\":\"Hi\"}|model|missing_required_parameter",
                "{\"model\":\"demo-chat\"}|input|missing_required_parameter",
                "{\"model\":\"demo-chat\",\"input\":7}|input|invalid_type",
                "{\"model\":\"demo-chat\",\"input\":\"Hi\",\"max_output_tokens\":3}|max_output_tokens|integer_below_min_value",
                "{\"model\":\"demo-chat\",\"input\":\"Hi\",\"stream\":3}|stream|invalid_type"
            })
    void what_is_wrong_is_refused_by_name(String body, String param, String code)
            throws IOException {
        var answer = call("POST", PATH, body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).at("/error/param").asString()).isEqualTo(param);
        assertThat(JSON.readTree(answer.body()).at("/error/code").asString()).isEqualTo(code);
    }
}
