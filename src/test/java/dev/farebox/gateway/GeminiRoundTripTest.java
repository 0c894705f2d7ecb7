package dev.farebox.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.RequestHead;
import dev.farebox.gateway.exchange.Scan;
import dev.farebox.gateway.exchange.ScanLimits;
import dev.farebox.gateway.exchange.SseSplitter;
import dev.farebox.gateway.exchange.Surface;
import dev.farebox.gateway.exchange.canon.AnswerDecoder;
import dev.farebox.gateway.exchange.canon.AnswerEncoder;
import dev.farebox.gateway.exchange.canon.CanonEvent;
import dev.farebox.gateway.exchange.canon.CanonRead;
import dev.farebox.gateway.exchange.canon.CanonRequest;
import dev.farebox.gateway.exchange.canon.Written;
import dev.farebox.gateway.provider.gemini.GeminiProvider;
import dev.farebox.gateway.wire.gemini.GeminiWire;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** What goes from this dialect into canonical words and back again still says the same. */
class GeminiRoundTripTest {
    private static final String REQUEST =
            """
            {"systemInstruction":{"parts":[{"text":"be kind"}]},
             "contents":[
              {"role":"user","parts":[{"text":"hi"},
                {"inlineData":{"mimeType":"image/png","data":"AAAA"}}]},
              {"role":"model","parts":[{"text":"hm","thought":true,"thoughtSignature":"R0VN"},
                {"text":"Looking."},
                {"functionCall":{"id":"a","name":"f","args":{"n":1.50}},"thoughtSignature":"U0lH"},
                {"functionCall":{"id":"b","name":"f","args":{}}}]},
              {"role":"user","parts":[
                {"functionResponse":{"id":"a","name":"f","response":{"output":"one"}}},
                {"functionResponse":{"id":"b","name":"f","response":{"x":[1]}}},
                {"text":"and?"}]}],
             "tools":[{"functionDeclarations":[{"name":"f","description":"d",
               "parametersJsonSchema":{"type":"object","properties":{"n":{"type":"number"}}}}]}],
             "toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["f"]}},
             "generationConfig":{"maxOutputTokens":64,"temperature":0.5,"topP":0.9,"topK":40,
              "seed":7,"stopSequences":["END"],"responseMimeType":"application/json",
              "responseJsonSchema":{"type":"object"},
              "thinkingConfig":{"includeThoughts":true,"thinkingLevel":"HIGH"}}}
            """;

    @Test
    void a_request_says_the_same() {
        CanonRead read = new GeminiWire().read(request());
        CanonRequest request = ((CanonRead.Request) read).request();
        Written written = new GeminiProvider().write(request, "gemini-3-flash");
        var mapper = new JsonMapper();
        assertThat(mapper.readTree(((Written.Body) written).json()))
                .isEqualTo(mapper.readTree(REQUEST));
        assertThat(new String(((Written.Body) written).json(), UTF_8)).contains("1.50");
    }

    static Stream<Path> streams() throws Exception {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/gateway/gemini"))) {
            return files
                    .filter(file -> file.toString().endsWith(".stream"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    /** Decoded, encoded and decoded again: the same text, thoughts, calls and stop. */
    @ParameterizedTest
    @MethodSource("streams")
    void an_answer_says_the_same(Path file) throws Exception {
        List<CanonEvent> first = decoded(Files.readAllBytes(file));
        var out = new ByteArrayOutputStream();
        AnswerEncoder encoder = encoder();
        first.forEach(event -> encoder.event(event, out::write));
        encoder.end(out::write);
        assertThat(content(decoded(out.toByteArray()))).isEqualTo(content(first));
        byte[] whole = encoder().whole(first);
        assertThat(content(new GeminiProvider().decoder().whole(whole))).isEqualTo(content(first));
    }

    private static ClientRequest request() {
        var head =
                new RequestHead(Surface.GENERATE, "gemini-x", true, Map.of(), Map.of("alt", "sse"));
        Scan scan = new GeminiWire().scan(head, REQUEST.getBytes(UTF_8), ScanLimits.STANDARD);
        return ((Scan.Read) scan).request();
    }

    private static AnswerEncoder encoder() {
        return new GeminiWire().encoder(request(), "req-1", 0);
    }

    private static List<CanonEvent> decoded(byte[] stream) {
        AnswerDecoder decoder = new GeminiProvider().decoder();
        var events = new ArrayList<CanonEvent>();
        var splitter = new SseSplitter(65_536);
        splitter.feed(
                stream,
                0,
                stream.length,
                event -> {
                    if (event.hasData()) {
                        decoder.event(event, events::add);
                    }
                });
        splitter.end(event -> decoder.event(event, events::add));
        decoder.end(events::add);
        return events;
    }

    /** Texts and thoughts as a whole, calls, the stop and the sums of the usage. */
    private static String content(List<CanonEvent> events) {
        var text = new StringBuilder();
        var thoughts = new StringBuilder();
        var rest = new StringBuilder();
        for (CanonEvent event : events) {
            switch (event) {
                case CanonEvent.TextDelta(var said) -> text.append(said);
                case CanonEvent.ReasoningDelta(_, var said) -> thoughts.append(said);
                case CanonEvent.Metered(var usage) ->
                        rest.append(usage.inputTokens()).append('+').append(usage.outputTokens());
                case CanonEvent.Started _ -> {}
                default -> rest.append(event).append('\n');
            }
        }
        return text + "\n" + thoughts + "\n" + rest;
    }
}
