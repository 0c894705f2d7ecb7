package dev.farebox.gateway.wire.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Canonical events become a stream, or a message, that Anthropic's clients read. */
class AnthropicEncoderTest {
    private static final CanonEvent START = new Started("up-1", "claude-up");
    private static final CanonEvent STOP = new Stopped(StopReason.STOP, null);

    private static AnswerEncoder encoder() {
        return new AnthropicWire().encoder(MessagesScanTest.request("{}"), "req_7", 0);
    }

    /** The stream in short: one word for each event. */
    private static List<String> stream(CanonEvent... events) {
        return shortened(text(events));
    }

    private static String text(CanonEvent... events) {
        var out = new ByteArrayOutputStream();
        AnswerEncoder encoder = encoder();
        for (CanonEvent event : events) {
            encoder.event(event, (bytes, off, len) -> out.write(bytes, off, len));
        }
        encoder.end((bytes, off, len) -> out.write(bytes, off, len));
        return out.toString(UTF_8);
    }

    private static List<String> shortened(String stream) {
        var words = new ArrayList<String>();
        for (String event : stream.split("\n\n")) {
            String[] lines = event.split("\n");
            assertThat(lines).as(event).hasSize(2);
            String type = lines[0].substring("event: ".length());
            assertThat(lines[1]).startsWith("data: {\"type\":\"" + type + "\"");
            words.add(
                    switch (type) {
                        case "content_block_start" ->
                                "+"
                                        + lines[1].replaceAll(
                                                ".*\"index\":(\\d+).*_block\":(.*)}$", "$1 $2");
                        case "content_block_delta" ->
                                " "
                                        + lines[1].replaceAll(
                                                ".*\"index\":(\\d+).*\"type\":\"(\\w+)_delta\",\"\\w+\":(.*)}}$",
                                                "$1 $2 $3");
                        case "content_block_stop" ->
                                "-" + lines[1].replaceAll(".*\"index\":(\\d+).*", "$1");
                        default -> type;
                    });
        }
        return words.stream()
                .filter(word -> !word.startsWith("message"))
                .map(String::strip)
                .toList();
    }

    @Test
    void a_plain_answer_is_six_kinds_of_events() {
        Usage usage =
                Usage.builder()
                        .set(Dimension.INPUT, 10)
                        .set(Dimension.INPUT_IMAGE, 5)
                        .set(Dimension.CACHED_INPUT, 100)
                        .set(Dimension.CACHE_WRITE, 7)
                        .set(Dimension.CACHE_WRITE_1H, 3)
                        .set(Dimension.OUTPUT, 20)
                        .set(Dimension.REASONING, 30)
                        .build();
        assertThat(text(START, new TextDelta("Hi"), STOP, new Metered(usage)))
                .isEqualTo(
                        """
                        event: message_start
                        data: {"type":"message_start","message":{"id":"msg_7","type":"message",\
                        "role":"assistant","model":"claude-up","content":[],"stop_reason":null,\
                        "stop_sequence":null,"usage":{"input_tokens":0,\
                        "cache_creation_input_tokens":0,"cache_read_input_tokens":0,\
                        "output_tokens":0}}}

                        event: content_block_start
                        data: {"type":"content_block_start","index":0,\
                        "content_block":{"type":"text","text":""}}

                        event: content_block_delta
                        data: {"type":"content_block_delta","index":0,\
                        "delta":{"type":"text_delta","text":"Hi"}}

                        event: content_block_stop
                        data: {"type":"content_block_stop","index":0}

                        event: message_delta
                        data: {"type":"message_delta","delta":{"stop_reason":"end_turn",\
                        "stop_sequence":null},"usage":{"input_tokens":15,\
                        "cache_creation_input_tokens":10,"cache_read_input_tokens":100,\
                        "output_tokens":50}}

                        event: message_stop
                        data: {"type":"message_stop"}

                        """);
    }

    @Test
    void one_block_is_open_at_a_time() {
        assertThat(
                        stream(
                                START,
                                new ReasoningDelta("anthropic", "hm"),
                                new ReasoningSigned("anthropic", "Eq"),
                                new ReasoningRedacted("anthropic", "Ev"),
                                new TextDelta("a"),
                                new TextDelta("b"),
                                new ToolStarted(0, "t0", "n", null),
                                new ToolArguments(0, "{}"),
                                new TextDelta("after"),
                                STOP))
                .containsExactly(
                        "+0 {\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}",
                        "0 thinking \"hm\"",
                        "0 signature \"Eq\"",
                        "-0",
                        "+1 {\"type\":\"redacted_thinking\",\"data\":\"Ev\"}",
                        "-1",
                        "+2 {\"type\":\"text\",\"text\":\"\"}",
                        "2 text \"a\"",
                        "2 text \"b\"",
                        "-2",
                        "+3 {\"type\":\"tool_use\",\"id\":\"t0\",\"name\":\"n\",\"input\":{}}",
                        "3 input_json \"{}\"",
                        "-3",
                        "+4 {\"type\":\"text\",\"text\":\"\"}",
                        "4 text \"after\"",
                        "-4");
    }

    @Test
    void calls_whose_pieces_alternate_are_put_in_order() {
        assertThat(
                        stream(
                                START,
                                new ToolStarted(0, "t0", "a", null),
                                new ToolStarted(1, "t1", "b", null),
                                new ToolArguments(1, "{\"y\":"),
                                new ToolArguments(0, "{\"x\":\"}"),
                                new TextDelta("text"),
                                new ToolArguments(1, "2}"),
                                new ToolArguments(0, "\\\"\"}"),
                                new ToolStarted(2, "t2", "c", null),
                                new ToolArguments(2, "{"),
                                STOP))
                .containsExactly(
                        "+0 {\"type\":\"tool_use\",\"id\":\"t0\",\"name\":\"a\",\"input\":{}}",
                        "0 input_json \"{\\\"x\\\":\\\"}\"",
                        "0 input_json \"\\\\\\\"\\\"}\"",
                        "-0",
                        "+1 {\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"b\",\"input\":{}}",
                        "1 input_json \"{\\\"y\\\":2}\"",
                        "-1",
                        "+2 {\"type\":\"text\",\"text\":\"\"}",
                        "2 text \"text\"",
                        "-2",
                        "+3 {\"type\":\"tool_use\",\"id\":\"t2\",\"name\":\"c\",\"input\":{}}",
                        "3 input_json \"{\"",
                        "-3");
    }

    @Test
    void what_waits_is_bounded() {
        var out = new ByteArrayOutputStream();
        AnswerEncoder encoder = encoder();
        encoder.event(new ToolStarted(0, "t0", "a", null), out::write);
        encoder.event(new ToolStarted(1, "t1", "b", null), out::write);
        String piece = "x".repeat(1 << 20);
        for (int i = 0; i < 9; i++) {
            encoder.event(new ToolArguments(1, piece), out::write);
        }
        assertThat(out.size()).isGreaterThan(8 << 20);
    }

    /** Signatures of others travel under a mark and are found again by it. */
    @Test
    void signatures_of_others_are_marked() {
        assertThat(
                        stream(
                                START,
                                new ReasoningDelta("openai", "hm"),
                                new ReasoningRedacted("openai", "gAAA"),
                                new ToolStarted(0, "t0", "n", "Th0"),
                                STOP))
                .contains(
                        "0 signature \"farebox.openai.\"",
                        "+1 {\"type\":\"redacted_thinking\",\"data\":\"farebox.openai.gAAA\"}",
                        "2 signature \"farebox-call.Th0\"",
                        "+3 {\"type\":\"tool_use\",\"id\":\"t0\",\"name\":\"n\",\"input\":{}}");
    }

    static Stream<Arguments> stops() {
        return Stream.of(
                stop(StopReason.STOP, null, "end_turn"),
                stop(StopReason.STOP_TEXT, "END", "stop_sequence"),
                stop(StopReason.LENGTH, null, "max_tokens"),
                stop(StopReason.TOOL_CALLS, null, "tool_use"),
                stop(StopReason.REFUSED, null, "refusal"),
                stop(StopReason.PAUSED, null, "pause_turn"),
                stop(StopReason.STOP, null, "tool_use", new ToolStarted(0, "t", "n", null)),
                stop(StopReason.STOP, null, "refusal", new RefusalDelta("No.")),
                stop(StopReason.LENGTH, null, "max_tokens", new ToolStarted(0, "t", "n", null)));
    }

    private static Arguments stop(
            StopReason reason, @Nullable String text, String word, CanonEvent... before) {
        return Arguments.of(reason, text, word, Arrays.asList(before));
    }

    @ParameterizedTest
    @MethodSource("stops")
    void stops_with(
            StopReason reason, @Nullable String text, String word, List<CanonEvent> before) {
        var events = new ArrayList<CanonEvent>(before);
        events.add(new Stopped(reason, text));
        String quoted = text == null ? "null" : "\"" + text + "\"";
        String expected = "\"stop_reason\":\"" + word + "\",\"stop_sequence\":" + quoted;
        assertThat(text(events.toArray(CanonEvent[]::new))).contains(expected);
        assertThat(new String(encoder().whole(events), UTF_8)).contains(expected);
    }

    @Test
    void a_whole_message_has_the_same_blocks() {
        byte[] whole =
                encoder()
                        .whole(
                                List.of(
                                        START,
                                        new ReasoningDelta("anthropic", "h"),
                                        new ReasoningDelta("anthropic", "m"),
                                        new ReasoningSigned("anthropic", "Eq"),
                                        new ReasoningDelta("anthropic", "!"),
                                        new TextDelta("a"),
                                        new TextDelta("b"),
                                        new ToolStarted(0, "t0", "n", null),
                                        new ToolStarted(1, "t1", "m", null),
                                        new ToolStarted(2, "t2", "o", null),
                                        new ToolArguments(1, "{\"y\":"),
                                        new ToolArguments(0, ""),
                                        new ToolArguments(1, "2}"),
                                        new ToolArguments(2, "{bad"),
                                        STOP));
        assertThat(new String(whole, UTF_8))
                .isEqualTo(
                        "{\"id\":\"msg_7\",\"type\":\"message\",\"role\":\"assistant\",\"model\":"
                                + "\"claude-up\",\"content\":[{\"type\":\"thinking\",\"signature\":"
                                + "\"Eq\",\"thinking\":\"hm\"},{\"type\":\"thinking\",\"signature\":"
                                + "\"\",\"thinking\":\"!\"},{\"type\":\"text\",\"text\":\"ab\"},"
                                + "{\"type\":\"tool_use\",\"id\":\"t0\",\"name\":\"n\",\"input\":{}},"
                                + "{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"m\",\"input\":"
                                + "{\"y\":2}},{\"type\":\"tool_use\",\"id\":\"t2\",\"name\":\"o\","
                                + "\"input\":{\"arguments\":\"{bad\"}}],\"stop_reason\":\"tool_use\","
                                + "\"stop_sequence\":null,\"usage\":{\"input_tokens\":0,"
                                + "\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":0,"
                                + "\"output_tokens\":0}}");
    }

    @Test
    void an_answer_without_anything_is_still_a_message() {
        assertThat(text())
                .startsWith("event: message_start\n")
                .contains("\"model\":\"m\"")
                .endsWith("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
    }

    @Test
    void keeps_alive_with_a_ping() {
        assertThat(new String(encoder().keepAlive(), UTF_8))
                .isEqualTo("event: ping\ndata: {\"type\":\"ping\"}\n\n");
        assertThat(encoder().contentType()).startsWith("text/event-stream");
    }
}
