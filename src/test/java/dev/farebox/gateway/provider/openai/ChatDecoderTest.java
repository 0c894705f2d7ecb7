package dev.farebox.gateway.provider.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.exchange.SseSplitter;
import dev.farebox.gateway.exchange.canon.CanonEvent;
import dev.farebox.usage.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Chunks of any vendor are the same canonical events. */
class ChatDecoderTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plain | Started, TextDelta, Stopped STOP, Metered",
                "tools | Started, ToolStarted 0 call_1 weather, ToolArguments 0, Stopped TOOL_CALLS, Metered",
                "xai | Started, ReasoningDelta, TextDelta, Stopped STOP, Metered",
                "groq | Started, TextDelta, Stopped STOP, Metered",
                "moonshot | Started, TextDelta, Stopped STOP, Metered",
                "refusal | Started, RefusalDelta, Stopped REFUSED, Metered",
                "content-filter | Started, TextDelta, Stopped REFUSED, Metered",
                "no-usage | Started, TextDelta, Stopped STOP",
                "cut | Started, TextDelta, Stopped STOP",
                "empty-finish | Started, TextDelta, Stopped STOP, Metered",
                "absurd-usage | Started, TextDelta, Stopped STOP, Metered",
                "negative-usage | Started, TextDelta, Stopped STOP"
            })
    void recorded_streams_have_their_events(String stream, String events) throws IOException {
        byte[] bytes =
                Files.readAllBytes(
                        Path.of("src/test/resources/gateway/openai-chat", stream + ".stream"));
        assertThat(words(stream(bytes))).isEqualTo(events);
    }

    @Test
    void a_call_is_put_together_whatever_the_vendor_does() {
        assertThat(
                        calls(
                                "{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{\"}}",
                                "{\"index\":1,\"id\":\"b\",\"function\":{\"name\":\"g\",\"arguments\":\"\"}}",
                                "{\"index\":0,\"function\":{\"arguments\":\"}\"}}",
                                "{\"index\":1,\"id\":\"b\",\"function\":{\"name\":\"g\",\"arguments\":\"{}\"}}"))
                .isEqualTo("0 a f; 0 {; 1 b g; 0 }; 1 {}");
        assertThat(
                        calls(
                                "{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}",
                                "{\"index\":0,\"id\":\"b\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}"))
                .as("all calls are number 0")
                .isEqualTo("0 a f; 0 {}; 1 b f; 1 {}");
        assertThat(
                        calls(
                                "{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{\"}}",
                                "{\"index\":0,\"id\":\"zzz\",\"function\":{\"arguments\":\"}\"}}"))
                .as("another id with every fragment")
                .isEqualTo("0 a f; 0 {; 0 }");
        assertThat(
                        calls(
                                "{\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":{\"x\":1}}}",
                                "{\"id\":\"b\",\"function\":{\"name\":\"g\"}}"))
                .as("no index, arguments as an object")
                .isEqualTo("0 a f; 0 {\"x\":1}; 1 b g");
        assertThat(
                        calls(
                                "{\"index\":0,\"id\":\"a\",\"function\":{\"arguments\":\"{\"}}",
                                "{\"index\":0,\"function\":{\"name\":\"f\",\"arguments\":\"}\"}}",
                                "{\"index\":7,\"id\":\"q\",\"function\":{\"arguments\":\"never named\"}}"))
                .as("arguments before the name")
                .isEqualTo("0 a f; 0 {}");
    }

    @Test
    void an_id_that_is_missing_is_made_and_always_the_same() {
        String call = "{\"index\":0,\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}";
        String made = calls(call);
        assertThat(made).matches("0 call_[0-9a-f]{24}0 f; 0 \\{}").isEqualTo(calls(call));
        assertThat(calls(call.replace("f", "g"))).doesNotContain(made.substring(2, 20));
    }

    @Test
    void a_whole_answer_is_the_same_events() {
        String body =
                """
                {"id":"x","model":"m","choices":[{"index":0,"message":{"role":"assistant",
                "content":[{"type":"thinking","thinking":[{"type":"text","text":"hm"}]},{"type":"text","text":"hi"}],
                "tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]},
                "finish_reason":"stop"}],
                "usage":{"prompt_tokens":30,"completion_tokens":9,"total_tokens":39,
                "prompt_tokens_details":{"cached_tokens":10},"completion_tokens_details":{"reasoning_tokens":4}}}
                """;
        List<CanonEvent> events = new ChatDecoder().whole(body.getBytes(UTF_8));
        assertThat(words(events))
                .isEqualTo(
                        "Started, ReasoningDelta, TextDelta, ToolStarted 0 a f, ToolArguments 0,"
                                + " Stopped TOOL_CALLS, Metered");
        Usage usage = ((CanonEvent.Metered) events.getLast()).usage();
        assertThat(usage.nonZero().toString())
                .isEqualTo("{INPUT=20, CACHED_INPUT=10, OUTPUT=5, REASONING=4}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "null",
                "{\"choices\":7}",
                "{\"choices\":[7,null,[]]}",
                "{\"choices\":[{\"index\":{},\"delta\":[],\"finish_reason\":{}}]}",
                "{\"choices\":[{\"message\":{\"content\":{\"text\":[]},\"tool_calls\":[7,{\"index\":1e99,\"function\":7}]}}],\"usage\":[]}",
                "{\"choices\":[{\"message\":{\"tool_calls\":{\"a\":{\"index\":99999999999999999999,\"id\":[],\"function\":{\"name\":{},\"arguments\":[1]}}}}}],\"usage\":{\"prompt_tokens\":\"x\"}}",
                "{\"id\":[],\"model\":{},\"choices\":{\"a\":{\"message\":{\"reasoning_details\":[[],1],\"refusal\":{}}}}}"
            })
    void anything_else_is_an_empty_answer(String body) {
        assertThat(words(new ChatDecoder().whole(body.getBytes(UTF_8))))
                .isEqualTo("Started, Stopped STOP");
    }

    private static String calls(String... fragments) {
        var stream = new StringBuilder();
        for (String fragment : fragments) {
            stream.append(
                            "data: {\"id\":\"x\",\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[")
                    .append(fragment)
                    .append("]}}]}\n\n");
        }
        return stream(stream.toString().getBytes(UTF_8)).stream()
                .map(event ->
                        switch (event) {
                            case CanonEvent.ToolStarted(int index, var id, var name, _) ->
                                    index + " " + id + " " + name;
                            case CanonEvent.ToolArguments(int index, var text) ->
                                    index + " " + text;
                            default -> "";
                        })
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("; "));
    }

    private static List<CanonEvent> stream(byte[] bytes) {
        var decoder = new ChatDecoder();
        var events = new ArrayList<CanonEvent>();
        var splitter = new SseSplitter(1 << 20);
        splitter.feed(bytes, 0, bytes.length, event -> decoder.event(event, events::add));
        splitter.end(event -> decoder.event(event, events::add));
        decoder.end(events::add);
        return events;
    }

    /** Equal neighbours count once. */
    private static String words(List<CanonEvent> events) {
        var words = new ArrayList<String>();
        for (CanonEvent event : events) {
            String word = event.getClass().getSimpleName();
            word +=
                    switch (event) {
                        case CanonEvent.Stopped(var reason, _) -> " " + reason;
                        case CanonEvent.ToolStarted(int index, var id, var name, _) ->
                                " " + index + " " + id + " " + name;
                        case CanonEvent.ToolArguments(int index, _) -> " " + index;
                        default -> "";
                    };
            if (words.isEmpty() || !words.getLast().equals(word)) {
                words.add(word);
            }
        }
        return String.join(", ", words);
    }
}
