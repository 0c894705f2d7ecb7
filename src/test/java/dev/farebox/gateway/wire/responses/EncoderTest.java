package dev.farebox.gateway.wire.responses;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.exchange.GatewayProblem;
import dev.farebox.gateway.exchange.canon.AnswerEncoder;
import dev.farebox.gateway.exchange.canon.CanonEvent;
import dev.farebox.gateway.exchange.canon.StopReason;
import dev.farebox.usage.Dimension;
import dev.farebox.usage.Usage;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An answer of any model is a response as OpenAI would write it. */
class EncoderTest {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String REQUEST =
            """
            {"model":"m","stream":true,"instructions":"Be brief.","temperature":0.5,"tools":[
            {"type":"function","name":"weather","parameters":{"type":"object"}},
            {"type":"custom","name":"apply_patch"},
            {"type":"namespace","name":"docs","tools":[{"type":"function","name":"find"}]},
            {"type":"web_search"}],"input":"x"}\
            """;
    private static final Usage USAGE =
            Usage.builder()
                    .set(Dimension.INPUT, 10)
                    .set(Dimension.CACHED_INPUT, 20)
                    .set(Dimension.CACHE_WRITE, 3)
                    .set(Dimension.CACHE_WRITE_1H, 4)
                    .set(Dimension.OUTPUT, 30)
                    .set(Dimension.REASONING, 40)
                    .build();

    private static final List<CanonEvent> TALK =
            List.of(
                    new CanonEvent.Started("up-1", "other-model"),
                    new CanonEvent.ReasoningDelta("anthropic", "Let me "),
                    new CanonEvent.ReasoningDelta("anthropic", "see."),
                    new CanonEvent.ReasoningSigned("anthropic", "sig"),
                    new CanonEvent.ReasoningRedacted("anthropic", "blob"),
                    new CanonEvent.TextDelta("Snow "),
                    new CanonEvent.TextDelta("falls."),
                    new CanonEvent.ToolStarted(0, "toolu_1", "weather", null),
                    new CanonEvent.ToolArguments(0, "{\"city\":"),
                    new CanonEvent.ToolStarted(1, "toolu_2", "docs__find", "thought"),
                    new CanonEvent.ToolArguments(1, "{}"),
                    new CanonEvent.ToolArguments(0, "\"Oslo\"}"),
                    new CanonEvent.ToolStarted(2, "toolu_3", "apply_patch", null),
                    new CanonEvent.ToolArguments(2, "{\"input\":\"*** "),
                    new CanonEvent.ToolArguments(2, "Begin\\n\"}"),
                    new CanonEvent.Stopped(StopReason.TOOL_CALLS, null),
                    new CanonEvent.Metered(USAGE));

    @Test
    void a_text_is_the_sequence_that_every_sdk_knows() {
        List<JsonNode> events =
                stream(
                        List.of(
                                new CanonEvent.Started("x", "y"),
                                new CanonEvent.TextDelta("Hi"),
                                new CanonEvent.TextDelta(" you"),
                                new CanonEvent.Stopped(StopReason.STOP, null),
                                new CanonEvent.Metered(USAGE)));
        assertThat(events.stream().map(EncoderTest::type))
                .containsExactly(
                        "response.created",
                        "response.in_progress",
                        "response.output_item.added",
                        "response.content_part.added",
                        "response.output_text.delta",
                        "response.output_text.delta",
                        "response.output_text.done",
                        "response.content_part.done",
                        "response.output_item.done",
                        "response.completed");
        for (int i = 0; i < events.size(); i++) {
            assertThat(events.get(i).get("sequence_number").asInt()).isEqualTo(i);
        }
        for (JsonNode event : events.subList(3, 8)) {
            assertThat(event.get("item_id").asString()).isEqualTo("msg_req1_0");
            assertThat(event.get("output_index").asInt()).isZero();
            assertThat(event.get("content_index").asInt()).isZero();
        }
        assertThat(events.get(6).get("text").asString()).isEqualTo("Hi you");
        JsonNode begun = events.getFirst().get("response");
        assertThat(begun.get("status").asString()).isEqualTo("in_progress");
        assertThat(begun.get("usage").isNull()).isTrue();
    }

    @Test
    void thinking_text_and_calls_come_back_in_the_clients_own_words() {
        JsonNode response = stream(TALK).getLast().get("response");
        assertThat(response.get("id").asString()).isEqualTo("resp_req1");
        assertThat(response.get("model").asString()).isEqualTo("m");
        assertThat(response.get("output"))
                .isEqualTo(
                        MAPPER.readTree(
                                """
                                [{"type":"reasoning","id":"rs_req1_0","summary":[{"type":"summary_text","text":"Let me see."}],
                                  "encrypted_content":"farebox.1.s.YW50aHJvcGlj.sig"},
                                 {"type":"reasoning","id":"rs_req1_1","summary":[],"encrypted_content":"farebox.1.r.YW50aHJvcGlj.blob"},
                                 {"type":"message","id":"msg_req1_2","status":"completed","role":"assistant","content":[
                                  {"type":"output_text","text":"Snow falls.","annotations":[],"logprobs":[]}]},
                                 {"type":"function_call","id":"fc_req1_3","call_id":"toolu_1","name":"weather",
                                  "arguments":"{\\"city\\":\\"Oslo\\"}","status":"completed"},
                                 {"type":"reasoning","id":"rs_req1_4","summary":[],"encrypted_content":"farebox.1.c.dG9vbHVfMg.thought"},
                                 {"type":"function_call","id":"fc_req1_5","call_id":"toolu_2","name":"find","namespace":"docs",
                                  "arguments":"{}","status":"completed"},
                                 {"type":"custom_tool_call","id":"ctc_req1_6","call_id":"toolu_3","name":"apply_patch",
                                  "input":"*** Begin\\n"}]\
                                """));
    }

    @Test
    void every_item_begins_once_and_ends_once_as_a_whole() {
        List<JsonNode> events = stream(TALK);
        JsonNode output = events.getLast().get("response").get("output");
        for (int place = 0; place < output.size(); place++) {
            assertThat(at(events, "response.output_item.added", place)).hasSize(1);
            List<JsonNode> done = at(events, "response.output_item.done", place);
            assertThat(done).hasSize(1);
            assertThat(done.getFirst().get("item")).isEqualTo(output.get(place));
        }
        String arguments = "";
        for (JsonNode delta : at(events, "response.function_call_arguments.delta", 3)) {
            arguments += delta.get("delta").asString();
        }
        assertThat(arguments).isEqualTo("{\"city\":\"Oslo\"}");
    }

    @Test
    void usage_is_said_as_openai_says_it() {
        JsonNode usage = stream(TALK).getLast().get("response").get("usage");
        // 10 + 20 + 3 + 4 in, 30 + 40 out
        assertThat(usage)
                .isEqualTo(
                        MAPPER.readTree(
                                """
                                {"input_tokens":37,"input_tokens_details":{"cached_tokens":20,"cache_write_tokens":7},
                                 "output_tokens":70,"output_tokens_details":{"reasoning_tokens":40},"total_tokens":107}\
                                """));
    }

    @Test
    void what_was_asked_is_said_again_without_the_search_that_is_not_served() {
        JsonNode response = stream(TALK).getLast().get("response");
        assertThat(response.get("instructions").asString()).isEqualTo("Be brief.");
        assertThat(response.get("temperature").decimalValue()).isEqualByComparingTo("0.5");
        assertThat(response.get("tools").size()).isEqualTo(3);
        assertThat(response.get("tools").toString()).doesNotContain("web_search");
        assertThat(response.get("store").asBoolean()).isFalse();
        assertThat(response.get("created_at").asLong()).isEqualTo(1795219200);
    }

    @ParameterizedTest
    @CsvSource({
        "STOP, false, completed,",
        "STOP_TEXT, false, completed,",
        "TOOL_CALLS, false, completed,",
        "PAUSED, false, completed,",
        "LENGTH, false, incomplete, max_output_tokens",
        "REFUSED, false, incomplete, content_filter",
        "REFUSED, true, completed,"
    })
    void why_it_stopped(StopReason why, boolean inWords, String status, @Nullable String reason) {
        var events = new ArrayList<CanonEvent>();
        events.add(new CanonEvent.TextDelta("Well."));
        if (inWords) {
            events.add(new CanonEvent.RefusalDelta("No."));
        }
        events.add(new CanonEvent.Stopped(why, null));
        JsonNode last = stream(events).getLast();
        assertThat(type(last)).isEqualTo("response." + status);
        JsonNode response = last.get("response");
        assertThat(response.get("status").asString()).isEqualTo(status);
        JsonNode details = response.get("incomplete_details");
        assertThat(details.isNull() ? null : details.get("reason").asString()).isEqualTo(reason);
        JsonNode content = response.get("output").get(0).get("content");
        assertThat(content.size()).isEqualTo(inWords ? 2 : 1);
        assertThat(content.get(content.size() - 1).get("type").asString())
                .isEqualTo(inWords ? "refusal" : "output_text");
    }

    @Test
    void a_whole_answer_is_what_the_stream_ends_with() {
        JsonNode whole = MAPPER.readTree(encoder().whole(TALK));
        assertThat(whole).isEqualTo(stream(TALK).getLast().get("response"));
    }

    @Test
    void it_breaks_off_after_any_event_in_sequence() {
        for (int cut = 0; cut <= TALK.size(); cut++) {
            AnswerEncoder encoder = encoder();
            var out = new ByteArrayOutputStream();
            TALK.subList(0, cut).forEach(event -> encoder.event(event, out::write));
            int written = events(out).size();
            out.writeBytes(encoder.error(new GatewayProblem.UpstreamCut()));
            List<JsonNode> events = events(out);
            assertThat(events).hasSize(written + 2);
            for (int i = 0; i < events.size(); i++) {
                assertThat(events.get(i).get("sequence_number").asInt()).isEqualTo(i);
            }
            assertThat(type(events.get(written))).isEqualTo("error");
            assertThat(type(events.getLast())).isEqualTo("response.failed");
            assertThat(events.stream().map(EncoderTest::type))
                    .doesNotContain("response.completed", "response.incomplete");
        }
    }

    @Test
    void free_text_that_is_not_in_its_function_is_taken_as_it_is() {
        JsonNode response =
                stream(
                                List.of(
                                        new CanonEvent.ToolStarted(0, "c", "apply_patch", null),
                                        new CanonEvent.ToolArguments(0, "*** Begin"),
                                        new CanonEvent.ToolStarted(1, "d", "weather", null),
                                        new CanonEvent.Stopped(StopReason.TOOL_CALLS, null)))
                        .getLast()
                        .get("response");
        assertThat(response.get("output").get(0).get("input").asString()).isEqualTo("*** Begin");
        assertThat(response.get("output").get(1).get("arguments").asString()).isEqualTo("{}");
    }

    private static AnswerEncoder encoder() {
        return Scanned.WIRE.encoder(Scanned.request(REQUEST), "req-1", 1795219200);
    }

    private static List<JsonNode> stream(List<CanonEvent> canon) {
        AnswerEncoder encoder = encoder();
        var out = new ByteArrayOutputStream();
        canon.forEach(event -> encoder.event(event, out::write));
        encoder.end(out::write);
        return events(out);
    }

    private static List<JsonNode> events(ByteArrayOutputStream out) {
        var events = new ArrayList<JsonNode>();
        for (String block : out.toString(UTF_8).split("\n\n")) {
            if (!block.isEmpty()) {
                JsonNode event = MAPPER.readTree(block.substring(block.indexOf('{')));
                assertThat(block).startsWith("event: " + type(event) + "\ndata: {");
                assertThat(block.lines()).hasSize(2);
                events.add(event);
            }
        }
        return events;
    }

    private static List<JsonNode> at(List<JsonNode> events, String type, int place) {
        return events.stream()
                .filter(event -> type(event).equals(type))
                .filter(event -> event.get("output_index").asInt() == place)
                .toList();
    }

    private static String type(JsonNode event) {
        return event.get("type").asString();
    }
}
