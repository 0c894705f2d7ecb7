package dev.farebox.gateway.provider.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.exchange.SseSplitter;
import dev.farebox.gateway.exchange.canon.AnswerDecoder;
import dev.farebox.gateway.exchange.canon.AnswerEncoder;
import dev.farebox.gateway.exchange.canon.CanonEvent;
import dev.farebox.gateway.exchange.canon.CanonEvent.Metered;
import dev.farebox.gateway.exchange.canon.CanonEvent.ReasoningDelta;
import dev.farebox.gateway.exchange.canon.CanonEvent.ReasoningRedacted;
import dev.farebox.gateway.exchange.canon.CanonEvent.ReasoningSigned;
import dev.farebox.gateway.exchange.canon.CanonEvent.Started;
import dev.farebox.gateway.exchange.canon.CanonEvent.Stopped;
import dev.farebox.gateway.exchange.canon.CanonEvent.TextDelta;
import dev.farebox.gateway.exchange.canon.CanonEvent.ToolArguments;
import dev.farebox.gateway.exchange.canon.CanonEvent.ToolStarted;
import dev.farebox.gateway.exchange.canon.StopReason;
import dev.farebox.gateway.wire.anthropic.AnthropicWire;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Anthropic's events become canonical ones, whether streamed or whole. */
class MessagesDecoderTest {
    private static List<CanonEvent> decode(byte[] stream) {
        var events = new ArrayList<CanonEvent>();
        AnswerDecoder decoder = new AnthropicProvider().decoder();
        var splitter = new SseSplitter(1 << 20);
        splitter.feed(stream, 0, stream.length, event -> decoder.event(event, events::add));
        splitter.end(event -> decoder.event(event, events::add));
        decoder.end(events::add);
        return events;
    }

    private static List<CanonEvent> recorded(String name) {
        return decode(Recorded.read(name).stream()).stream()
                .filter(event -> !(event instanceof Metered))
                .toList();
    }

    @Test
    void text_and_a_call() {
        assertThat(recorded("tools"))
                .containsExactly(
                        new Started("msg_011", "claude-test-5"),
                        new TextDelta("I look it up."),
                        new ToolStarted(0, "toolu_01", "tide_table", null),
                        new ToolArguments(0, "{\"port\": \"Le"),
                        new ToolArguments(0, "ith\"}"),
                        new Stopped(StopReason.TOOL_CALLS, null));
    }

    @Test
    void thinking_is_signed_by_anthropic() {
        assertThat(recorded("thinking"))
                .containsExactly(
                        new Started("msg_011", "claude-test-5"),
                        new ReasoningDelta("anthropic", "Nine is the first."),
                        new ReasoningSigned("anthropic", "EqQBCkYI"),
                        new TextDelta("At nine."),
                        new Stopped(StopReason.STOP, null));
        assertThat(recorded("redacted-thinking"))
                .contains(new ReasoningRedacted("anthropic", "EvAFCoYBGAIiQ"));
    }

    @Test
    void what_the_provider_does_by_itself_is_left_out() {
        assertThat(recorded("server-tools"))
                .containsExactly(
                        new Started("msg_011", "claude-test-5"),
                        new TextDelta("Searching."),
                        new TextDelta("High at noon."),
                        new Stopped(StopReason.STOP, null));
        assertThat(recorded("iterations-compaction"))
                .containsExactly(
                        new Started("msg_011", "claude-test-5"),
                        new TextDelta("Go on."),
                        new Stopped(StopReason.STOP, null));
    }

    @Test
    void a_call_without_arguments_has_an_empty_object() {
        String stream =
                """
                data: {"type":"message_start","message":{}}

                data: {"type":"content_block_start","content_block":{"type":"tool_use","name":"n"}}

                data: {"type":"content_block_delta","delta":{"type":"input_json_delta","partial_json":""}}

                data: {"type":"content_block_stop"}

                """;
        assertThat(decode(stream.getBytes(UTF_8)))
                .containsExactly(
                        new Started("", ""),
                        new ToolStarted(0, "toolu_0", "n", null),
                        new ToolArguments(0, "{}"),
                        new Stopped(StopReason.TOOL_CALLS, null));
    }

    @ParameterizedTest
    @CsvSource({
        "end_turn, STOP",
        "stop_sequence, STOP_TEXT",
        "max_tokens, LENGTH",
        "model_context_window_exceeded, LENGTH",
        "tool_use, TOOL_CALLS",
        "pause_turn, PAUSED",
        "refusal, REFUSED",
        "compaction, STOP",
        "something_new, STOP"
    })
    void stops(String word, StopReason reason) {
        String message = "{\"content\":[],\"stop_reason\":\"" + word + "\"}";
        assertThat(new AnthropicProvider().decoder().whole(message.getBytes(UTF_8)))
                .contains(new Stopped(reason, null));
    }

    @Test
    void the_text_that_stopped_it_is_told() {
        String message =
                "{\"content\":[],\"stop_reason\":\"stop_sequence\",\"stop_sequence\":\"END\"}";
        assertThat(new AnthropicProvider().decoder().whole(message.getBytes(UTF_8)))
                .contains(new Stopped(StopReason.STOP_TEXT, "END"));
    }

    static Stream<Recorded> streams() throws Exception {
        return Recorded.all();
    }

    /** Our own stream of a recorded one means the same, and so does our whole message of it. */
    @ParameterizedTest
    @MethodSource("streams")
    void an_answer_comes_back_as_it_was(Recorded recorded) {
        List<CanonEvent> events = joined(decode(recorded.stream()));
        var stream = new ByteArrayOutputStream();
        AnswerEncoder encoder = new AnthropicWire().encoder(Recorded.request("{}"), "req_1", 0);
        for (CanonEvent event : events) {
            encoder.event(event, (bytes, off, len) -> stream.write(bytes, off, len));
        }
        encoder.end((bytes, off, len) -> stream.write(bytes, off, len));
        assertThat(spoken(decode(stream.toByteArray()))).isEqualTo(spoken(events));
        byte[] whole = encoder.whole(events);
        assertThat(spoken(new AnthropicProvider().decoder().whole(whole)))
                .isEqualTo(spoken(events));
    }

    /**
     * Neighbouring pieces as one, arguments without their spaces; ids and usage aside, which are
     * ours and the meter's.
     */
    private static List<CanonEvent> spoken(List<CanonEvent> events) {
        return joined(events).stream()
                .filter(event -> !(event instanceof Metered) && !(event instanceof Started))
                .map(event ->
                        event instanceof ToolArguments(int index, String text)
                                ? new ToolArguments(index, text.replace(" ", ""))
                                : event)
                .toList();
    }

    private static List<CanonEvent> joined(List<CanonEvent> events) {
        var joined = new ArrayList<CanonEvent>();
        for (CanonEvent event : events) {
            CanonEvent last = joined.isEmpty() ? new Started("", "") : joined.getLast();
            if (last instanceof TextDelta(var a) && event instanceof TextDelta(var b)) {
                joined.set(joined.size() - 1, new TextDelta(a + b));
            } else if (last instanceof ToolArguments(var i, var a)
                    && event instanceof ToolArguments(_, var b)) {
                joined.set(joined.size() - 1, new ToolArguments(i, a + b));
            } else {
                joined.add(event);
            }
        }
        return joined;
    }
}
