package dev.farebox.gateway.wire.responses;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.exchange.GatewayProblem;
import dev.farebox.gateway.exchange.SseEvent;
import dev.farebox.gateway.exchange.SseSplitter;
import dev.farebox.gateway.exchange.Step;
import dev.farebox.gateway.exchange.StreamWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An upstream's stream of the same dialect reaches the client as it is, and can break off in it.
 */
class PassingTest {
    private static final Path FOLDER = Path.of("src/test/resources/gateway/responses");
    private static final JsonMapper MAPPER = new JsonMapper();

    @ParameterizedTest
    @ValueSource(strings = {"plain", "reasoning-summary", "parallel-calls", "codex-minimal"})
    void events_pass_byte_for_byte_however_the_network_cuts_them(String name) throws IOException {
        byte[] stream = Files.readAllBytes(FOLDER.resolve(name + ".stream"));
        for (int split = 0; split <= stream.length; split += 7) {
            var passed = new Passed();
            passed.splitter.feed(stream, 0, split, passed::event);
            passed.splitter.feed(stream, split, stream.length - split, passed::event);
            assertThat(passed.out.toString(UTF_8)).isEqualTo(new String(stream, UTF_8));
        }
    }

    @Test
    void a_name_that_an_upstream_leaves_out_is_put_in() throws IOException {
        String named = Files.readString(FOLDER.resolve("crlf.stream")).replace("\r\n", "\n");
        var passed = new Passed();
        byte[] unnamed = Files.readAllBytes(FOLDER.resolve("no-names.stream"));
        passed.splitter.feed(unnamed, 0, unnamed.length, passed::event);
        assertThat(passed.out.toString(UTF_8)).isEqualTo(named);
    }

    @Test
    void a_type_that_is_no_name_is_not_made_one() {
        var passed = new Passed();
        byte[] event = "data: {\"type\":\"a\\nevent: error\"}\n\n".getBytes(UTF_8);
        passed.splitter.feed(event, 0, event.length, passed::event);
        assertThat(passed.out.toString(UTF_8)).isEqualTo(new String(event, UTF_8));
    }

    /** The failure goes on counting where the upstream stopped, about the same response. */
    @Test
    void it_breaks_off_after_any_event_in_the_terms_of_the_stream() throws IOException {
        byte[] stream = Files.readAllBytes(FOLDER.resolve("plain.stream"));
        var passed = new Passed();
        int events = 0;
        for (int at = 0; at < stream.length; at++) {
            passed.splitter.feed(stream, at, 1, passed::event);
            if (passed.events > events) {
                events = passed.events;
                List<JsonNode> last = failure(passed.writer);
                assertThat(last.get(0).get("sequence_number").asLong()).isEqualTo(events);
                assertThat(last.get(1).get("sequence_number").asLong()).isEqualTo(events + 1);
                JsonNode response = last.get(1).get("response");
                assertThat(response.get("id").asString()).isEqualTo("resp_A1");
                assertThat(response.get("model").asString()).isEqualTo("gpt-5.6-mini");
                assertThat(response.get("created_at").asLong()).isEqualTo(1795219200);
            }
        }
        assertThat(events).isEqualTo(11);
    }

    @Test
    void before_the_first_event_it_breaks_off_in_our_own_terms() {
        List<JsonNode> last = failure(new Passed().writer);
        assertThat(last.get(0).get("sequence_number").asLong()).isZero();
        assertThat(last.get(1).get("response").get("id").asString()).isEqualTo("resp_req1");
        assertThat(last.get(1).get("response").get("model").asString()).isEqualTo("m");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{",
                "{\"sequence_number\":\"x\",\"response\":[]}",
                "{\"sequence_number\":99999999999999999999,\"response\":{\"id\":7,\"created_at\":\"y\"}}",
                "{\"sequence_number\":-5,\"type\":7,\"response\":{\"model\":{\"a\":[1]}}}"
            })
    void odd_events_do_not_confuse_it(String data) {
        var passed = new Passed();
        byte[] event = ("data: " + data + "\n\n").getBytes(UTF_8);
        passed.splitter.feed(event, 0, event.length, passed::event);
        List<JsonNode> last = failure(passed.writer);
        assertThat(last.get(0).get("sequence_number").asLong()).isEqualTo(1);
        assertThat(last.get(1).get("response").get("id").asString()).isEqualTo("resp_req1");
        assertThat(last.get(1).get("response").get("model").asString()).isEqualTo("m");
    }

    @Test
    void it_is_kept_alive_by_comments() {
        assertThat(new String(new Passed().writer.keepAlive(), UTF_8)).isEqualTo(": ka\n\n");
    }

    private static List<JsonNode> failure(StreamWriter writer) {
        var events = new ArrayList<JsonNode>();
        String written = new String(writer.error(new GatewayProblem.UpstreamCut()), UTF_8);
        for (String block : written.split("\n\n")) {
            events.add(MAPPER.readTree(block.substring(block.indexOf('{'))));
        }
        return events;
    }

    private static final class Passed {
        final StreamWriter writer =
                Scanned.WIRE.passing(Scanned.request("{\"model\":\"m\",\"input\":\"x\"}"), "req-1");
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final SseSplitter splitter = new SseSplitter(65_536);
        int events;

        void event(SseEvent event) {
            events++;
            writer.forward(event, Step.FORWARD, out::write);
        }
    }
}
