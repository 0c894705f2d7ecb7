package dev.farebox.gateway.wire.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.exchange.GatewayProblem;
import dev.farebox.gateway.exchange.RequestHead;
import dev.farebox.gateway.exchange.Scan;
import dev.farebox.gateway.exchange.ScanLimits;
import dev.farebox.gateway.exchange.Surface;
import dev.farebox.gateway.exchange.canon.AnswerEncoder;
import dev.farebox.gateway.exchange.canon.CanonEvent;
import dev.farebox.gateway.exchange.canon.StopReason;
import dev.farebox.usage.Dimension;
import dev.farebox.usage.Usage;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Canonical events, as a chat client reads them. */
class ChatEncoderTest {
    private static final Usage USAGE =
            Usage.builder()
                    .set(Dimension.INPUT, 70)
                    .set(Dimension.CACHED_INPUT, 20)
                    .set(Dimension.CACHE_WRITE, 7)
                    .set(Dimension.CACHE_WRITE_1H, 3)
                    .set(Dimension.OUTPUT, 11)
                    .set(Dimension.REASONING, 9)
                    .build();
    private static final String FORM =
            """
            {"prompt_tokens":100,"completion_tokens":20,"total_tokens":120,\
            "prompt_tokens_details":{"cached_tokens":20,"audio_tokens":0,"cache_write_tokens":10},\
            "completion_tokens_details":{"reasoning_tokens":9,"audio_tokens":0,\
            "accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}\
            """;
    private static final List<CanonEvent> ANSWER =
            List.of(
                    new CanonEvent.Started("msg_1", "claude"),
                    new CanonEvent.ReasoningDelta("anthropic", "hm"),
                    new CanonEvent.ReasoningSigned("anthropic", "sig"),
                    new CanonEvent.ReasoningRedacted("anthropic", "sealed"),
                    new CanonEvent.TextDelta("héllo"),
                    new CanonEvent.ToolStarted(0, "toolu_1", "f", "sig"),
                    new CanonEvent.ToolArguments(0, ""),
                    new CanonEvent.ToolStarted(1, "toolu_2", "g", null),
                    new CanonEvent.ToolArguments(0, "{\"a\":"),
                    new CanonEvent.ToolArguments(0, "1}"),
                    new CanonEvent.Stopped(StopReason.TOOL_CALLS, null),
                    new CanonEvent.Metered(USAGE));

    @Test
    void a_stream_has_the_order_and_the_fields_that_clients_rely_on() {
        String head =
                "data: {\"id\":\"chatcmpl-r1\",\"object\":\"chat.completion.chunk\",\"created\":5,"
                        + "\"model\":\"claude\",\"choices\":[";
        String delta = head + "{\"index\":0,\"delta\":";
        String going = ",\"logprobs\":null,\"finish_reason\":null}],\"usage\":null}\n\n";
        assertThat(stream(encoder(true, ""), ANSWER))
                .isEqualTo(
                        delta
                                + "{\"role\":\"assistant\",\"content\":\"\"}"
                                + going
                                + delta
                                + "{\"reasoning_content\":\"hm\"}"
                                + going
                                + delta
                                + "{\"content\":\"héllo\"}"
                                + going
                                + delta
                                + "{\"tool_calls\":[{\"id\":\"toolu_1\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"\"},\"index\":0}]}"
                                + going
                                + delta
                                + "{\"tool_calls\":[{\"id\":\"toolu_2\",\"type\":\"function\",\"function\":{\"name\":\"g\",\"arguments\":\"\"},\"index\":1}]}"
                                + going
                                + delta
                                + "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"a\\\":\"}}]}"
                                + going
                                + delta
                                + "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"1}\"}}]}"
                                + going
                                + delta
                                + "{\"tool_calls\":[{\"index\":1,\"function\":{\"arguments\":\"{}\"}}]}"
                                + going
                                + delta
                                + "{}"
                                + going.replace(
                                        "\"finish_reason\":null",
                                        "\"finish_reason\":\"tool_calls\"")
                                + head
                                + "],\"usage\":"
                                + FORM
                                + "}\n\n"
                                + "data: [DONE]\n\n");
    }

    @Test
    void usage_comes_only_to_who_asked() {
        assertThat(stream(encoder(false, ""), ANSWER))
                .doesNotContain("usage")
                .contains("\"finish_reason\":\"tool_calls\"")
                .endsWith("data: [DONE]\n\n");
    }

    @Test
    void a_whole_answer_is_one_completion() {
        assertThat(new String(encoder(false, "").whole(ANSWER), UTF_8))
                .isEqualTo(
                        "{\"id\":\"chatcmpl-r1\",\"object\":\"chat.completion\",\"created\":5,"
                                + "\"model\":\"claude\",\"choices\":[{\"index\":0,\"message\":{"
                                + "\"role\":\"assistant\",\"content\":\"héllo\",\"refusal\":null,"
                                + "\"reasoning_content\":\"hm\",\"tool_calls\":["
                                + "{\"id\":\"toolu_1\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":1}\"}},"
                                + "{\"id\":\"toolu_2\",\"type\":\"function\",\"function\":{\"name\":\"g\",\"arguments\":\"{}\"}}]},"
                                + "\"logprobs\":null,\"finish_reason\":\"tool_calls\"}],\"usage\":"
                                + FORM
                                + "}");
    }

    @Test
    void a_refusal_has_a_field_of_its_own() {
        List<CanonEvent> events =
                List.of(
                        new CanonEvent.Started("", ""),
                        new CanonEvent.RefusalDelta("I will not."),
                        new CanonEvent.Stopped(StopReason.REFUSED, null));
        assertThat(new String(encoder(false, "").whole(events), UTF_8))
                .contains(
                        "\"model\":\"m\"",
                        "\"content\":null,\"refusal\":\"I will not.\"",
                        "\"finish_reason\":\"content_filter\"")
                .doesNotContain("usage");
        assertThat(stream(encoder(false, ""), events))
                .contains("{\"delta\":{\"refusal\":\"I will not.\"}".substring(1));
    }

    @Test
    void a_call_to_a_custom_tool_is_turned_back() {
        String tools = ",\"tools\":[{\"type\":\"custom\",\"custom\":{\"name\":\"f\"}}]";
        assertThat(stream(encoder(false, tools), custom()))
                .contains(
                        "{\"tool_calls\":[{\"id\":\"c\",\"type\":\"custom\",\"custom\":{\"name\":\"f\",\"input\":\"SELECT 1\"},\"index\":0}]}")
                .doesNotContain("arguments");
        assertThat(new String(encoder(false, tools).whole(custom()), UTF_8))
                .contains("\"custom\":{\"name\":\"f\",\"input\":\"SELECT 1\"}");
    }

    private static List<CanonEvent> custom() {
        return List.of(
                new CanonEvent.Started("", ""),
                new CanonEvent.ToolStarted(0, "c", "f", null),
                new CanonEvent.ToolArguments(0, "{\"input\":\"SEL"),
                new CanonEvent.ToolArguments(0, "ECT 1\"}"),
                new CanonEvent.Stopped(StopReason.TOOL_CALLS, null));
    }

    @ParameterizedTest
    @CsvSource({
        "STOP, stop",
        "STOP_TEXT, stop",
        "LENGTH, length",
        "TOOL_CALLS, tool_calls",
        "REFUSED, content_filter",
        "PAUSED, stop"
    })
    void stop_reasons(StopReason reason, String word) {
        List<CanonEvent> events =
                List.of(new CanonEvent.TextDelta("x"), new CanonEvent.Stopped(reason, null));
        assertThat(stream(encoder(false, ""), events))
                .contains(
                        "\"delta\":{\"role\":\"assistant\"", "\"finish_reason\":\"" + word + "\"");
    }

    @Test
    void a_break_says_why_and_does_not_end() {
        assertThat(new String(encoder(true, "").error(new GatewayProblem.UpstreamCut()), UTF_8))
                .startsWith("data: {\"error\":{")
                .endsWith("}\n\n")
                .doesNotContain("[DONE]");
    }

    private static String stream(AnswerEncoder encoder, List<CanonEvent> events) {
        var out = new ByteArrayOutputStream();
        events.forEach(event -> encoder.event(event, out::write));
        encoder.end(out::write);
        return out.toString(UTF_8);
    }

    private static AnswerEncoder encoder(boolean usage, String more) {
        String body =
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"stream\":true"
                        + (usage ? ",\"stream_options\":{\"include_usage\":true}" : "")
                        + more
                        + "}";
        var wire = new ChatWire();
        if (wire.scan(RequestHead.of(Surface.CHAT), body.getBytes(UTF_8), ScanLimits.STANDARD)
                instanceof Scan.Read(var request)) {
            return wire.encoder(request, "r1", 5);
        }
        throw new AssertionError(body);
    }
}
