package dev.farebox.gateway.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.exchange.SseSplitter.State;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SseSplitter gives events as they were sent, within a bound. */
class SseSplitterTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    data: a\\n\\n                              | a
                    data: a\\n\\ndata: b\\n\\n                 | a,b
                    data:a\\r\\n\\r\\ndata:  b\\r\\n\\r\\n     | a, b
                    data: a\\r\\rdata: b\\r\\r                 | a,b
                    data: a\\n\\r\\ndata: b\\r\\n\\n           | a,b
                    data: a\\ndata\\ndata:b\\n\\n              | a  b
                    : c\\n\\ndata: a\\n: c\\nid: 1\\n\\n       | -,a
                    event: x\\ndata: a\\n\\n                   | x=a
                    data: a\\nevent: x\\n\\n                   | x=a
                    event: x\\n\\n                             | -
                    data\\n\\n                                 | -
                    datax: a\\n\\n                             | -
                    data: a                                    | a
                    data: a\\n                                 | a
                    \\n\\n\\ndata: a\\n\\n\\n\\n               | a
                    """)
    void gives_the_same_events_at_every_split(String escaped, String expected) {
        byte[] stream = escaped.replace("\\n", "\n").replace("\\r", "\r").getBytes(UTF_8);
        for (int one = 0; one <= stream.length; one++) {
            for (int two = one; two <= stream.length; two++) {
                var seen = new ArrayList<String>();
                var splitter = new SseSplitter(64);
                splitter.feed(stream, 0, one, event -> seen.add(words(event)));
                splitter.feed(stream, one, two - one, event -> seen.add(words(event)));
                splitter.feed(stream, two, stream.length - two, event -> seen.add(words(event)));
                splitter.end(event -> seen.add(words(event)));
                assertThat(String.join(",", seen)).as("%d %d", one, two).isEqualTo(expected);
            }
        }
    }

    @Test
    @SuppressWarnings("ReferenceEquality") // that it is the same array is the point
    void gives_the_original_bytes_without_a_copy_where_they_came_in_one_piece() {
        byte[] stream = "data: one\n\nevent: n\ndata: two\n\ndata: three\r\n\r\n".getBytes(UTF_8);
        List<Boolean> original = new ArrayList<>();
        List<Boolean> shared = new ArrayList<>();
        new SseSplitter(64)
                .feed(
                        stream,
                        0,
                        stream.length,
                        event -> {
                            original.add(event.isOriginal());
                            shared.add(event.buffer() == stream);
                        });
        assertThat(original).containsExactly(true, true, false);
        assertThat(shared).containsExactly(true, true, false);
    }

    @Test
    void says_that_the_last_event_lacks_its_blank_line() {
        var terminated = new ArrayList<Boolean>();
        var splitter = new SseSplitter(64);
        byte[] stream = "data: a\n\ndata: b\n".getBytes(UTF_8);
        splitter.feed(stream, 0, stream.length, event -> terminated.add(event.isTerminated()));
        assertThat(splitter.end(event -> terminated.add(event.isTerminated())))
                .isEqualTo(State.ENDED);
        assertThat(terminated).containsExactly(true, false);
    }

    @Test
    void ends_for_good_at_an_event_beyond_the_cap_however_it_arrives() {
        String small = "data: " + "s".repeat(56) + "\n\n";
        String large = "data: " + "l".repeat(57) + "\n\n";
        byte[] stream = (small + large + small).getBytes(UTF_8);
        for (int piece = 1; piece <= stream.length; piece++) {
            var seen = new ArrayList<String>();
            var splitter = new SseSplitter(64);
            for (int at = 0; at < stream.length; at += piece) {
                splitter.feed(
                        stream,
                        at,
                        Math.min(piece, stream.length - at),
                        event -> seen.add(event.data()));
            }
            assertThat(splitter.end(event -> seen.add("end"))).isEqualTo(State.EVENT_TOO_LARGE);
            assertThat(seen).as("pieces of %d", piece).containsExactly("s".repeat(56));
        }
    }

    @Test
    void a_line_without_end_is_cut_off_at_the_cap() {
        var splitter = new SseSplitter(1000);
        byte[] piece = "x".repeat(100).getBytes(UTF_8);
        int fed = 0;
        while (splitter.feed(piece, 0, piece.length, _ -> {}) == State.OPEN) {
            fed += piece.length;
        }
        assertThat(fed).isEqualTo(1000);
    }

    private static String words(SseEvent event) {
        String name = event.isNamed() ? event.name() + "=" : "";
        String frame = new String(event.copy(), UTF_8);
        String data = event.data();
        if (!event.hasData()) {
            assertThat(frame).isEmpty();
            return "-";
        }
        assertThat(new String(event.copyUnnamed(), UTF_8)).isEqualTo("data: " + data + "\n\n");
        assertThat(frame)
                .isEqualTo(
                        (event.isNamed() ? "event: " + event.name() + "\n" : "")
                                + "data: "
                                + data
                                + "\n\n");
        return name + data;
    }
}
