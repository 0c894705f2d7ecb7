package dev.farebox.gateway.wire.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.exchange.AnswerSummary;
import dev.farebox.gateway.exchange.ByteSink;
import dev.farebox.gateway.exchange.GatewayProblem;
import dev.farebox.gateway.exchange.SseSplitter;
import dev.farebox.gateway.exchange.Step;
import dev.farebox.gateway.exchange.StreamWriter;
import dev.farebox.gateway.exchange.UsageReading;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** An upstream's events reach the client in the form that it asked for, and nothing besides. */
class GeminiPassingTest {
    private static final String UPSTREAM =
            "event: x\r\ndata: {\"a\":1}\r\n\r\ndata: {\"b\": \"\\u00e9\"}\r\n\r\n";
    private static final AnswerSummary DONE =
            new AnswerSummary(true, false, 0, UsageReading.MISSING);

    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final ByteSink sink = sent::write;

    @Test
    void events_come_framed_by_lf_without_names_or_a_mark_of_the_end() {
        StreamWriter writer = writer("alt", "sse");
        pass(writer, UPSTREAM);
        writer.finish(DONE, sink);
        assertThat(sent.toString(UTF_8))
                .isEqualTo("data: {\"a\":1}\n\ndata: {\"b\": \"\\u00e9\"}\n\n");
        assertThat(writer.contentType()).startsWith("text/event-stream");
    }

    @Test
    void without_events_the_answer_is_an_array_in_pieces() {
        StreamWriter writer = writer();
        pass(writer, UPSTREAM);
        assertThat(sent.toString(UTF_8)).isEqualTo("[{\"a\":1}\n,\n{\"b\": \"\\u00e9\"}");
        writer.finish(DONE, sink);
        assertThat(new JsonMapper().readTree(sent.toByteArray()).size()).isEqualTo(2);
        assertThat(writer.contentType()).isEqualTo("application/json; charset=UTF-8");
    }

    @Test
    void an_array_that_breaks_off_stays_open() {
        for (String before : new String[] {"", "data: {\"a\":1}\n\n"}) {
            sent.reset();
            StreamWriter writer = writer("alt", "json");
            pass(writer, before);
            sent.writeBytes(writer.error(new GatewayProblem.UpstreamCut()));
            String text = sent.toString(UTF_8);
            assertThat(text).startsWith("[{").endsWith("}").contains("\"code\":502");
            assertThat(new JsonMapper().readTree(text + "]").size())
                    .isEqualTo(before.isEmpty() ? 1 : 2);
        }
    }

    @Test
    void an_array_of_nothing_is_an_array() {
        StreamWriter writer = writer();
        writer.finish(DONE, sink);
        assertThat(new JsonMapper().readTree(sent.toByteArray()).isArray()).isTrue();
    }

    @Test
    void nothing_is_sent_while_there_is_nothing_to_say() {
        assertThat(writer("alt", "sse").keepAlive()).isEmpty();
        assertThat(writer().keepAlive()).isEmpty();
    }

    private static StreamWriter writer(String... query) {
        String body = "{\"contents\":[{\"parts\":[{\"text\":\"hi\"}]}]}";
        return new GeminiWire().passing(Heads.read(Heads.stream(query), body), "r");
    }

    private void pass(StreamWriter writer, String upstream) {
        var splitter = new SseSplitter(65_536);
        byte[] bytes = upstream.getBytes(UTF_8);
        splitter.feed(bytes, 0, bytes.length, event -> writer.forward(event, Step.FORWARD, sink));
    }
}
