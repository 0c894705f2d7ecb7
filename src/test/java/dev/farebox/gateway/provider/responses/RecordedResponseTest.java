package dev.farebox.gateway.provider.responses;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.exchange.AnswerSummary;
import dev.farebox.gateway.exchange.UsageReading;
import dev.farebox.gateway.provider.responses.Recorded.Reading;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * Each recorded response means the same however the network cuts it, and something when cut short.
 */
class RecordedResponseTest {
    static Stream<Recorded> streams() throws Exception {
        return Recorded.all();
    }

    @ParameterizedTest
    @MethodSource("streams")
    void means_what_its_table_says(Recorded recorded) {
        Reading reading = Reading.whole(recorded);
        AnswerSummary summary = reading.reader.summary();
        JsonNode expected = recorded.expected();
        assertThat(reading.events).isEqualTo(recorded.events());
        assertThat(Recorded.usage(summary)).isEqualTo(recorded.expectedUsage());
        assertThat(summary.estimatedOutput()).isEqualTo(expected.get("estimated").asLong());
        assertThat(summary.refused()).isEqualTo(expected.has("refused"));
        if (summary.usage() instanceof UsageReading.Reported reported) {
            assertThat(reported.usage().tier()).isEqualTo(expected.path("tier").asString(""));
            assertThat(reported.rawJson()).startsWith("{\"input_tokens\":");
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void is_translated_as_its_table_says(Recorded recorded) {
        Reading reading = Reading.whole(recorded);
        JsonNode canon = recorded.expected().get("canon");
        if (canon != null) {
            assertThat(Recorded.transcript(reading.canon)).isEqualTo(canon.asString());
        } else {
            assertThat(Recorded.transcript(reading.canon)).doesNotContain("stopped");
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void is_the_same_at_every_byte_split(Recorded recorded) {
        String expected = Reading.whole(recorded).outcome();
        byte[] stream = recorded.stream();
        for (int split = 0; split <= stream.length; split++) {
            var reading = new Reading();
            reading.feed(stream, 0, split);
            reading.feed(stream, split, stream.length);
            reading.end();
            assertThat(reading.outcome()).as("split at " + split).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void is_the_same_byte_by_byte_and_in_random_pieces(Recorded recorded) {
        String expected = Reading.whole(recorded).outcome();
        byte[] stream = recorded.stream();
        long seed = 20261121L;
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int round = 0; round < 30; round++) {
            int most = round == 0 ? 1 : 1 + random.nextInt(round * 8);
            var reading = new Reading();
            for (int at = 0; at < stream.length; ) {
                int to = Math.min(stream.length, at + 1 + random.nextInt(most));
                reading.feed(stream, at, to);
                at = to;
            }
            reading.end();
            assertThat(reading.outcome())
                    .as("pieces up to " + most + ", seed " + seed)
                    .isEqualTo(expected);
        }
    }

    /** The table's right side: what the exchange comes to when nothing follows that event. */
    @ParameterizedTest
    @MethodSource("streams")
    void is_what_its_table_says_when_cut_after_every_event(Recorded recorded) {
        byte[] stream = recorded.stream();
        List<String> table = recorded.events();
        var reading = new Reading();
        for (int at = 0; at < stream.length; at++) {
            reading.feed(stream, at, at + 1);
            int events = reading.events.size();
            assertThat(reading.events).isEqualTo(table.subList(0, events));
            String expected =
                    events == 0 ? "cut missing" : table.get(events - 1).replaceFirst(".* > ", "");
            assertThat(Recorded.words(reading.reader.summary())).isEqualTo(expected);
            assertThat(reading.reader.holdsBack()).isEqualTo(expected.startsWith("complete"));
        }
        assertThat(reading.events).hasSameSizeAs(table);
    }

    @ParameterizedTest
    @MethodSource("streams")
    void estimates_never_fall(Recorded recorded) {
        byte[] stream = recorded.stream();
        var reading = new Reading();
        long before = 0;
        for (int at = 0; at < stream.length; at++) {
            reading.feed(stream, at, at + 1);
            long now = reading.reader.estimatedOutput();
            assertThat(now).isGreaterThanOrEqualTo(before);
            before = now;
        }
    }
}
