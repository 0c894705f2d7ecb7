package dev.farebox.gateway.provider.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.exchange.UsageReading;
import dev.farebox.gateway.provider.gemini.Recorded.Reading;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each recorded stream means the same however the network cuts it, and something when cut short.
 */
class GeminiStreamTest {
    static Stream<Recorded> streams() throws Exception {
        return Recorded.all();
    }

    @ParameterizedTest
    @MethodSource("streams")
    void means_what_its_table_says(Recorded recorded) {
        Reading reading = whole(recorded);
        var summary = reading.reader.summary();
        assertThat(reading.events).isEqualTo(recorded.events());
        assertThat(reading.forwarded.toString(UTF_8))
                .isEqualTo(new String(recorded.forwarded(), UTF_8));
        assertThat(Recorded.usage(summary.usage())).isEqualTo(recorded.expectedUsage());
        assertThat(summary.estimatedOutput())
                .isEqualTo(recorded.expected().get("estimated").asLong());
        assertThat(summary.refused()).isEqualTo(recorded.says("refused"));
        if (summary.usage() instanceof UsageReading.Reported reported) {
            assertThat(reported.usage().tier()).isEqualTo(recorded.tier());
            assertThat(new String(recorded.stream(), UTF_8).replaceAll("\r?\ndata:|\r?\n", ""))
                    .contains(reported.rawJson().replaceAll("\r?\n", ""));
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void is_the_same_at_every_byte_split(Recorded recorded) {
        Reading expected = whole(recorded);
        byte[] stream = recorded.stream();
        for (int split = 0; split <= stream.length; split++) {
            var reading = new Reading(recorded.choices());
            reading.feed(stream, 0, split);
            reading.feed(stream, split, stream.length);
            reading.end();
            same(reading, expected, "split at " + split);
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void is_the_same_byte_by_byte_and_in_random_pieces(Recorded recorded) {
        Reading expected = whole(recorded);
        byte[] stream = recorded.stream();
        long seed = 20261121L;
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int round = 0; round < 40; round++) {
            int most = round == 0 ? 1 : 1 + random.nextInt(round * 4);
            var reading = new Reading(recorded.choices());
            for (int at = 0; at < stream.length; ) {
                int to = Math.min(stream.length, at + 1 + random.nextInt(most));
                reading.feed(stream, at, to);
                at = to;
            }
            reading.end();
            same(reading, expected, "pieces up to " + most + ", seed " + seed);
        }
    }

    /** The table's right side: what the exchange comes to when nothing follows that event. */
    @ParameterizedTest
    @MethodSource("streams")
    void is_what_its_table_says_when_cut_after_every_event(Recorded recorded) {
        byte[] stream = recorded.stream();
        List<String> table = recorded.events();
        int cuts = 0;
        var growing = new Reading(recorded.choices());
        for (int end = 0; end <= stream.length; end++) {
            if (end > 0) {
                growing.feed(stream, end - 1, end);
            }
            int events = growing.events.size();
            assertThat(growing.events).isEqualTo(table.subList(0, events));
            String expected =
                    events == 0 ? "cut missing" : table.get(events - 1).replaceFirst(".* > ", "");
            assertThat(Recorded.words(growing.reader.summary())).isEqualTo(expected);
            cuts = Math.max(cuts, events);
        }
        assertThat(cuts).isGreaterThanOrEqualTo(table.size() - 1);
    }

    @ParameterizedTest
    @MethodSource("streams")
    void is_held_back_from_its_terminal_event_on(Recorded recorded) {
        var reading = new Reading(recorded.choices());
        byte[] stream = recorded.stream();
        for (int at = 0; at < stream.length; at++) {
            reading.feed(stream, at, at + 1);
            boolean complete =
                    !reading.events.isEmpty() && reading.events.getLast().contains("> complete");
            assertThat(reading.reader.holdsBack()).isEqualTo(complete);
        }
    }

    private static Reading whole(Recorded recorded) {
        var reading = new Reading(recorded.choices());
        reading.feed(recorded.stream(), 0, recorded.stream().length);
        reading.end();
        return reading;
    }

    private static void same(Reading reading, Reading expected, String how) {
        assertThat(reading.outcome()).as(how).isEqualTo(expected.outcome());
        assertThat(reading.forwarded.toByteArray())
                .as(how)
                .isEqualTo(expected.forwarded.toByteArray());
    }
}
