package dev.farebox.gateway.provider.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.exchange.SseSplitter;
import dev.farebox.gateway.exchange.Step;
import dev.farebox.gateway.exchange.Surface;
import dev.farebox.gateway.exchange.TokenFactors;
import dev.farebox.gateway.exchange.canon.CanonEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Recorded answers as canonical events. */
class GeminiDecoderTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plain | start; Hel; lo, wörld; !; STOP; {input=8, output=5}",
                "thoughts | start; think **Plan**~Add them.; It is 42.; STOP; {input=20, output=6,"
                        + " reasoning=32}",
                "function-call | start; 0 c0ffee weather RXF1; 0 {\"city\":\"Graz\"}; TOOL_CALLS;"
                        + " {input=61, output=9, reasoning=50}",
                "blocked | start; REFUSED; {input=31}",
                "safety | start; First,; REFUSED; {input=15, output=2}",
                "spent-on-thoughts | start; think Hmm, let me; LENGTH; {input=10, reasoning=64}",
                "searched | start; Rain;  tomorrow.; STOP; {input=12, input_tool_result=310,"
                        + " output=9, reasoning=40, grounding=2}",
                "no-usage | start; Some ; text; STOP",
                "malformed-call | start; Let me; STOP; {input=7, output=2}",
                "absurd | start; Hi; STOP; {input=70000, output=1}",
                "image | start; Here:; STOP; {input=42, input_image=258, output=10,"
                        + " output_image=1290}"
            })
    void each_means_its_events(String name, String events) {
        assertThat(words(decoded(Recorded.read(name)))).isEqualTo(events.replace('~', '\n'));
    }

    @Test
    void calls_without_an_id_get_one_each_and_always_the_same() {
        List<CanonEvent> events = decoded(Recorded.read("parallel-calls"));
        var ids = new ArrayList<String>();
        for (CanonEvent event : events) {
            if (event instanceof CanonEvent.ToolStarted(int index, var id, _, _)) {
                assertThat(index).isEqualTo(ids.size());
                assertThat(id).matches("call_[0-9a-f]{24}");
                ids.add(id);
            }
        }
        assertThat(ids).hasSize(3);
        assertThat(new HashSet<>(ids)).hasSize(3);
        assertThat(decoded(Recorded.read("parallel-calls"))).isEqualTo(events);
        assertThat(words(events))
                .contains("0 {}; 1 ")
                .contains("1 {\"n\":1}; 2 ")
                .contains("2 {\"n\":[1,2]}; TOOL_CALLS");
    }

    static Stream<Recorded> streams() throws Exception {
        return Recorded.all();
    }

    @ParameterizedTest
    @MethodSource("streams")
    void every_stream_has_its_events_in_order(Recorded recorded) {
        List<CanonEvent> events = decoded(recorded);
        assertThat(events.getFirst()).isInstanceOf(CanonEvent.Started.class);
        int stops = 0;
        int calls = 0;
        for (CanonEvent event : events) {
            switch (event) {
                case CanonEvent.Stopped _ -> stops++;
                case CanonEvent.Metered _ -> assertThat(event).isSameAs(events.getLast());
                case CanonEvent.ToolStarted(int index, _, _, _) ->
                        assertThat(index).isEqualTo(calls++);
                case CanonEvent.ToolArguments(int index, _) -> assertThat(index).isLessThan(calls);
                default -> assertThat(stops).isZero();
            }
        }
        assertThat(stops).isEqualTo(1);
    }

    @Test
    void a_whole_answer_means_the_same_events() {
        String body =
                """
                {"candidates":[{"content":{"parts":[{"text":"a"},
                 {"functionCall":{"id":"i","name":"f","args":{}}}],"role":"model"},
                 "finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":2,
                 "candidatesTokenCount":1},"modelVersion":"gemini-3-flash","responseId":"r"}
                """;
        List<CanonEvent> events = new GeminiProvider().decoder().whole(body.getBytes(UTF_8));
        assertThat(events.getFirst()).isEqualTo(new CanonEvent.Started("r", "gemini-3-flash"));
        assertThat(words(events))
                .isEqualTo("start; a; 0 i f null; 0 {}; TOOL_CALLS; {input=2, output=1}");
    }

    /** As the relay does: only what the reader takes for part of the answer. */
    private static List<CanonEvent> decoded(Recorded recorded) {
        var decoder = new GeminiProvider().decoder();
        var reader =
                new GeminiProvider()
                        .streamReader(
                                Surface.GENERATE,
                                Recorded.request(recorded.choices()),
                                TokenFactors.ROUGH);
        var events = new ArrayList<CanonEvent>();
        var splitter = new SseSplitter(65_536);
        SseSplitter.Sink sink =
                event -> {
                    if (reader.read(event) == Step.FORWARD) {
                        decoder.event(event, events::add);
                    }
                };
        splitter.feed(recorded.stream(), 0, recorded.stream().length, sink);
        splitter.end(sink);
        decoder.end(events::add);
        return events;
    }

    private static String words(List<CanonEvent> events) {
        return String.join("; ", events.stream().map(GeminiDecoderTest::words).toList());
    }

    private static String words(CanonEvent event) {
        return switch (event) {
            case CanonEvent.Started _ -> "start";
            case CanonEvent.TextDelta(var text) -> text;
            case CanonEvent.RefusalDelta(var text) -> "refuse " + text;
            case CanonEvent.ReasoningDelta(_, var text) -> "think " + text;
            case CanonEvent.ReasoningSigned(_, var signature) -> "signed " + signature;
            case CanonEvent.ReasoningRedacted(_, var data) -> "sealed " + data;
            case CanonEvent.ToolStarted(var index, var id, var name, var signature) ->
                    index + " " + id + " " + name + " " + signature;
            case CanonEvent.ToolArguments(var index, var json) -> index + " " + json;
            case CanonEvent.Stopped(var reason, _) -> reason.name();
            case CanonEvent.Metered(var usage) -> {
                var units = new ArrayList<String>();
                usage.nonZero().forEach((dimension, n) -> units.add(dimension.key() + "=" + n));
                yield "{" + String.join(", ", units) + "}";
            }
        };
    }
}
