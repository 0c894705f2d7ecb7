package dev.farebox.gateway.wire.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.exchange.GatewayProblem;
import dev.farebox.gateway.exchange.canon.AnswerEncoder;
import dev.farebox.gateway.exchange.canon.CanonEvent;
import dev.farebox.gateway.exchange.canon.CanonEvent.Metered;
import dev.farebox.gateway.exchange.canon.CanonEvent.ReasoningDelta;
import dev.farebox.gateway.exchange.canon.CanonEvent.ReasoningRedacted;
import dev.farebox.gateway.exchange.canon.CanonEvent.ReasoningSigned;
import dev.farebox.gateway.exchange.canon.CanonEvent.RefusalDelta;
import dev.farebox.gateway.exchange.canon.CanonEvent.Started;
import dev.farebox.gateway.exchange.canon.CanonEvent.Stopped;
import dev.farebox.gateway.exchange.canon.CanonEvent.TextDelta;
import dev.farebox.gateway.exchange.canon.CanonEvent.ToolArguments;
import dev.farebox.gateway.exchange.canon.CanonEvent.ToolStarted;
import dev.farebox.gateway.exchange.canon.StopReason;
import dev.farebox.usage.Dimension;
import dev.farebox.usage.Usage;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Canonical events as answers of this dialect, streamed and whole. */
class GeminiEncoderTest {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Started START = new Started("up-1", "claude-y");
    private static final Usage USAGE =
            Usage.builder()
                    .set(Dimension.INPUT, 100)
                    .set(Dimension.CACHED_INPUT, 900)
                    .set(Dimension.CACHE_WRITE, 50)
                    .set(Dimension.INPUT_IMAGE, 30)
                    .set(Dimension.INPUT_TOOL_RESULT, 7)
                    .set(Dimension.OUTPUT, 20)
                    .set(Dimension.REASONING, 11)
                    .build();

    @Test
    void a_text_comes_in_chunks_and_the_finish_with_the_usage_in_the_last() {
        List<JsonNode> chunks =
                chunks(
                        false,
                        START,
                        new TextDelta("Hel"),
                        new TextDelta(""),
                        new TextDelta("lo\n\"x\""),
                        stopped(StopReason.STOP),
                        new Metered(USAGE));
        assertThat(parts(chunks.get(0))).isEqualTo("[{'text':'Hel'}]");
        assertThat(parts(chunks.get(1))).isEqualTo("[{'text':'lo\\n\\'x\\''}]");
        assertThat(chunks.get(1).at("/candidates/0").has("finishReason")).isFalse();
        assertThat(parts(chunks.get(2))).isEqualTo("[]");
        assertThat(finish(chunks.get(2))).isEqualTo("STOP");
        assertThat(chunks).hasSize(3);
        for (JsonNode chunk : chunks) {
            assertThat(chunk.get("modelVersion").asString()).isEqualTo("gemini-x");
            assertThat(chunk.get("responseId").asString()).isEqualTo("req-1");
            assertThat(chunk.at("/candidates/0/content/role").asString()).isEqualTo("model");
        }
    }

    /** 100 + 900 + 50 + 30 is the prompt, of which 30 are pictures; thoughts stand beside. */
    @Test
    void usage_has_the_dialects_meaning() {
        List<JsonNode> chunks = chunks(false, START, stopped(StopReason.STOP), new Metered(USAGE));
        assertThat(chunks.getFirst().get("usageMetadata").toString().replace('"', '\''))
                .isEqualTo(
                        "{'promptTokenCount':1080,'candidatesTokenCount':20,"
                                + "'totalTokenCount':1118,'cachedContentTokenCount':900,"
                                + "'toolUsePromptTokenCount':7,'thoughtsTokenCount':11,"
                                + "'promptTokensDetails':[{'modality':'TEXT','tokenCount':1050},"
                                + "{'modality':'IMAGE','tokenCount':30}]}");
        assertThat(chunks(false, START, stopped(StopReason.STOP)).getFirst().has("usageMetadata"))
                .isFalse();
    }

    @Test
    void calls_come_whole_however_their_arguments_were_cut() {
        List<JsonNode> chunks =
                chunks(
                        false,
                        START,
                        new TextDelta("Let me."),
                        new ToolStarted(0, "toolu_1", "f", null),
                        new ToolArguments(0, "{\"ci"),
                        new ToolStarted(1, "toolu_2", "g", "U0lH"),
                        new ToolArguments(1, ""),
                        new ToolArguments(0, "ty\":\"Graz\"}"),
                        stopped(StopReason.TOOL_CALLS));
        assertThat(chunks).hasSize(2);
        assertThat(parts(chunks.get(1)))
                .isEqualTo(
                        "[{'functionCall':{'id':'toolu_1','name':'f','args':{'city':'Graz'}}},"
                                + "{'functionCall':{'id':'toolu_2','name':'g','args':{}},"
                                + "'thoughtSignature':'U0lH'}]");
        assertThat(finish(chunks.get(1))).isEqualTo("STOP");
    }

    @Test
    void text_behind_a_call_stays_behind_it() {
        List<JsonNode> chunks =
                chunks(
                        false,
                        START,
                        new ToolStarted(0, "a", "f", null),
                        new ToolArguments(0, "{}"),
                        new TextDelta("after"),
                        stopped(StopReason.TOOL_CALLS));
        assertThat(parts(chunks.getFirst()))
                .isEqualTo("[{'functionCall':{'id':'a','name':'f','args':{}}},{'text':'after'}]");
    }

    @ParameterizedTest
    @CsvSource({
        "LENGTH, '{\"a', MAX_TOKENS",
        "TOOL_CALLS, '{\"a', MALFORMED_FUNCTION_CALL",
        "TOOL_CALLS, '[1]', MALFORMED_FUNCTION_CALL",
        "TOOL_CALLS, '{} {}', MALFORMED_FUNCTION_CALL"
    })
    void a_call_that_is_not_whole_is_never_given(StopReason reason, String json, String finish) {
        List<JsonNode> chunks =
                chunks(
                        false,
                        START,
                        new ToolStarted(0, "a", "f", null),
                        new ToolArguments(0, json),
                        new ToolArguments(7, "of no call"),
                        stopped(reason));
        assertThat(parts(chunks.getLast())).isEqualTo("[]");
        assertThat(finish(chunks.getLast())).isEqualTo(finish);
    }

    @ParameterizedTest
    @EnumSource(StopReason.class)
    void every_stop_is_a_finish(StopReason reason) {
        String finish = finish(chunks(false, START, stopped(reason)).getLast());
        assertThat(finish)
                .isEqualTo(
                        switch (reason) {
                            case STOP, STOP_TEXT, TOOL_CALLS, PAUSED -> "STOP";
                            case LENGTH -> "MAX_TOKENS";
                            case REFUSED -> "SAFETY";
                        });
    }

    @Test
    void thoughts_come_with_whoever_signed_them_to_clients_that_asked() {
        CanonEvent[] events = {
            START,
            new ReasoningDelta("anthropic", "hm"),
            new ReasoningSigned("anthropic", "sig"),
            new ReasoningRedacted("anthropic", "data"),
            new RefusalDelta("no"),
            stopped(StopReason.REFUSED)
        };
        List<JsonNode> shown = chunks(true, events);
        assertThat(parts(shown.get(0))).isEqualTo("[{'text':'hm','thought':true}]");
        assertThat(parts(shown.get(1)))
                .isEqualTo(
                        "[{'text':'','thought':true,'thoughtSignature':'"
                                + Seals.signed("anthropic", "sig")
                                + "'}]");
        assertThat(shown.get(2).toString()).contains(Seals.redacted("anthropic", "data"));
        List<JsonNode> hidden = chunks(false, events);
        assertThat(parts(hidden.getFirst())).isEqualTo("[{'text':'no'}]");
        assertThat(hidden).hasSize(2);
    }

    @Test
    void a_whole_answer_is_one_object_with_its_texts_joined() {
        AnswerEncoder encoder = encoder(true, true);
        byte[] body =
                encoder.whole(
                        List.of(
                                START,
                                new ReasoningDelta("x", "h"),
                                new ReasoningDelta("x", "m"),
                                new ReasoningSigned("x", "s"),
                                new TextDelta("a"),
                                new TextDelta("b"),
                                new ToolStarted(0, "i", "f", null),
                                new ToolArguments(0, "{\"n\":1.10}"),
                                stopped(StopReason.TOOL_CALLS),
                                new Metered(USAGE)));
        JsonNode answer = MAPPER.readTree(body);
        assertThat(parts(answer))
                .startsWith("[{'text':'hm','thought':true,'thoughtSignature':'")
                .endsWith(
                        "},{'text':'ab'},{'functionCall':{'id':'i','name':'f','args':{'n':1.1}}}]");
        assertThat(new String(body, UTF_8)).contains("{\"n\":1.10}");
        assertThat(answer.at("/usageMetadata/totalTokenCount").asLong()).isEqualTo(1118);
    }

    @Test
    void without_events_the_chunks_are_an_array_that_only_the_end_closes() {
        var out = new ByteArrayOutputStream();
        AnswerEncoder encoder = encoder(false, false);
        encoder.event(START, out::write);
        encoder.event(new TextDelta("a"), out::write);
        assertThat(out.toString(UTF_8)).startsWith("[{").endsWith("}");
        String error = new String(encoder.error(new GatewayProblem.UpstreamCut()), UTF_8);
        assertThat(error).startsWith("\n,\n{\"error\":{\"code\":502").endsWith("}");
        encoder.event(stopped(StopReason.STOP), out::write);
        encoder.end(out::write);
        assertThat(MAPPER.readTree(out.toByteArray()).size()).isEqualTo(2);
        assertThat(encoder.contentType()).startsWith("application/json");
        assertThat(encoder.keepAlive()).isEmpty();
    }

    @Test
    void nothing_that_ends_an_answer_is_written_before_the_end() {
        var out = new ByteArrayOutputStream();
        AnswerEncoder encoder = encoder(false, true);
        encoder.event(new TextDelta("a"), out::write);
        encoder.event(stopped(StopReason.STOP), out::write);
        encoder.event(new Metered(USAGE), out::write);
        assertThat(out.toString(UTF_8)).doesNotContain("finishReason", "usageMetadata");
        encoder.end(out::write);
        assertThat(out.toString(UTF_8)).contains("finishReason").endsWith("\n\n");
        assertThat(new String(encoder.error(new GatewayProblem.CreditStop()), UTF_8))
                .startsWith("data: {\"error\":{\"code\":402");
    }

    private static Stopped stopped(StopReason reason) {
        return new Stopped(reason, null);
    }

    private static AnswerEncoder encoder(boolean thoughts, boolean events) {
        String body =
                "{\"contents\":[{\"parts\":[{\"text\":\"hi\"}]}],\"generation_config\":"
                        + "{\"thinking_config\":{\"include_thoughts\":"
                        + thoughts
                        + "}}}";
        var head = events ? Heads.stream("alt", "sse") : Heads.stream();
        return new GeminiWire().encoder(Heads.read(head, body), "req-1", 0);
    }

    private static List<JsonNode> chunks(boolean thoughts, CanonEvent... events) {
        var out = new ByteArrayOutputStream();
        AnswerEncoder encoder = encoder(thoughts, true);
        for (CanonEvent event : events) {
            encoder.event(event, out::write);
        }
        encoder.end(out::write);
        var chunks = new ArrayList<JsonNode>();
        for (String event : out.toString(UTF_8).split("\n\n")) {
            assertThat(event).startsWith("data: {").doesNotContain("\n");
            chunks.add(MAPPER.readTree(event.substring("data: ".length())));
        }
        return chunks;
    }

    private static String parts(JsonNode chunk) {
        return chunk.at("/candidates/0/content/parts").toString().replace('"', '\'');
    }

    private static String finish(JsonNode chunk) {
        return chunk.at("/candidates/0/finishReason").asString();
    }
}
