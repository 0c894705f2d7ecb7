package dev.farebox.gateway.provider.responses;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.RequestHead;
import dev.farebox.gateway.exchange.Scan;
import dev.farebox.gateway.exchange.ScanLimits;
import dev.farebox.gateway.exchange.SseSplitter;
import dev.farebox.gateway.exchange.Step;
import dev.farebox.gateway.exchange.Surface;
import dev.farebox.gateway.exchange.TokenFactors;
import dev.farebox.gateway.exchange.WholeAnswer;
import dev.farebox.gateway.exchange.canon.AnswerEncoder;
import dev.farebox.gateway.exchange.canon.CanonEvent;
import dev.farebox.gateway.exchange.canon.CanonRead;
import dev.farebox.gateway.exchange.canon.CanonRequest;
import dev.farebox.gateway.exchange.canon.Written;
import dev.farebox.gateway.provider.responses.Recorded.Reading;
import dev.farebox.gateway.wire.responses.ResponsesWire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What goes through the canonical conversation and back says the same. */
class RoundTripTest {
    private static final ResponsesWire WIRE = new ResponsesWire();
    private static final ResponsesProvider PROVIDER = new ResponsesProvider();
    private static final JsonMapper MAPPER = new JsonMapper();

    static Stream<Recorded> answers() throws Exception {
        return Recorded.all().filter(recorded -> recorded.expected().has("canon"));
    }

    /** Our own stream is one that our own reader takes for complete, with the same usage. */
    @ParameterizedTest
    @MethodSource("answers")
    void an_answer_that_is_translated_to_its_own_dialect(Recorded recorded) {
        List<CanonEvent> before = Reading.whole(recorded).canon;
        byte[] stream = encoded(before);
        var again = new Reading();
        again.feed(stream, 0, stream.length);
        again.end();
        assertThat(again.events.getLast()).startsWith("last > complete");
        assertThat(again.events.subList(0, again.events.size() - 1))
                .allMatch("forward > cut missing"::equals);
        assertThat(said(again.canon)).isEqualTo(said(before));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void a_whole_answer_says_what_the_stream_said(Recorded recorded) {
        List<CanonEvent> before = Reading.whole(recorded).canon;
        byte[] body = encoder().whole(before);
        assertThat(said(PROVIDER.decoder().whole(body))).isEqualTo(said(before));
        var answer =
                PROVIDER.readWhole(
                        Surface.RESPONSES,
                        body,
                        "application/json",
                        Recorded.request(),
                        TokenFactors.ROUGH);
        assertThat(answer).isInstanceOf(WholeAnswer.Read.class);
    }

    /** Ids, models and the usage of hosted tools are not what the model said. */
    private static String said(List<CanonEvent> events) {
        return Recorded.transcript(
                events.stream().filter(event -> !(event instanceof CanonEvent.Started)).toList());
    }

    private static byte[] encoded(List<CanonEvent> events) {
        AnswerEncoder encoder = encoder();
        var out = new ByteArrayOutputStream();
        events.forEach(event -> encoder.event(event, out::write));
        encoder.end(out::write);
        return out.toByteArray();
    }

    private static AnswerEncoder encoder() {
        return WIRE.encoder(scanned("{\"model\":\"m\",\"input\":\"x\"}"), "req-1", 1);
    }

    @Test
    void the_request_of_codex_with_its_tools_as_plain_functions() throws IOException {
        Path file = Path.of("src/test/resources/gateway/responses/codex-request.json");
        CanonRequest before = read(Files.readString(file));
        Written written = PROVIDER.write(before, "gpt-5.6");
        String body = new String(((Written.Body) written).json(), UTF_8);
        assertThat(read(body)).isEqualTo(before);
    }

    /** The least that an upstream can say, and what Codex needs of it. */
    @Test
    void codex_gets_its_own_tool_whole_from_an_upstream_that_says_little() throws IOException {
        Path file = Path.of("src/test/resources/gateway/responses/codex-request.json");
        AnswerEncoder encoder = WIRE.encoder(scanned(Files.readString(file)), "req-1", 1);
        var out = new ByteArrayOutputStream();
        var reader = new ResponsesStreamReader(Recorded.request(), TokenFactors.ROUGH);
        var decoder = PROVIDER.decoder();
        byte[] minimal =
                new String(Recorded.read("codex-minimal").stream(), UTF_8)
                        .replace("\"name\":\"shell\"", "\"name\":\"mcp__docs__find\"")
                        .getBytes(UTF_8);
        new SseSplitter(65_536)
                .feed(
                        minimal,
                        0,
                        minimal.length,
                        event -> {
                            assertThat(reader.read(event)).isIn(Step.FORWARD, Step.LAST);
                            decoder.event(event, canon -> encoder.event(canon, out::write));
                        });
        decoder.end(canon -> encoder.event(canon, out::write));
        encoder.end(out::write);
        var done = new ArrayList<JsonNode>();
        for (String block : out.toString(UTF_8).split("\n\n")) {
            if (block.startsWith("event: response.output_item.done")) {
                done.add(MAPPER.readTree(block.substring(block.indexOf('{'))).get("item"));
            }
        }
        assertThat(done).hasSize(1);
        JsonNode call = done.getFirst();
        assertThat(call.get("type").asString()).isEqualTo("function_call");
        assertThat(call.get("name").asString()).isEqualTo("find");
        assertThat(call.get("namespace").asString()).isEqualTo("mcp__docs__");
        assertThat(call.get("call_id").asString()).isEqualTo("call_9");
        assertThat(call.get("id").asString()).isNotEqualTo("call_9");
        assertThat(call.get("arguments").asString()).isEqualTo("{\"command\":[\"ls\"]}");
    }

    private static CanonRequest read(String body) {
        CanonRead read = WIRE.read(scanned(body));
        assertThat(read).isInstanceOf(CanonRead.Request.class);
        return ((CanonRead.Request) read).request();
    }

    private static ClientRequest scanned(String body) {
        Scan scan =
                WIRE.scan(
                        RequestHead.of(Surface.RESPONSES),
                        body.getBytes(UTF_8),
                        ScanLimits.STANDARD);
        assertThat(scan).isInstanceOf(Scan.Read.class);
        return ((Scan.Read) scan).request();
    }
}
