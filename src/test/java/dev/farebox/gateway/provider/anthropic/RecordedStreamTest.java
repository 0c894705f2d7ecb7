package dev.farebox.gateway.provider.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.exchange.AnswerSummary;
import dev.farebox.gateway.exchange.ModelUsage;
import dev.farebox.gateway.exchange.UsageReading;
import dev.farebox.gateway.provider.anthropic.Recorded.Reading;
import dev.farebox.usage.Dimension;
import dev.farebox.usage.Usage;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * Each recorded stream means the same however the network cuts it, and something when cut short.
 */
class RecordedStreamTest {
    static Stream<Recorded> streams() throws Exception {
        return Recorded.all();
    }

    @ParameterizedTest
    @MethodSource("streams")
    void means_what_its_table_says(Recorded recorded) throws Exception {
        Reading reading = whole(recorded);
        AnswerSummary summary = reading.reader.summary();
        assertThat(reading.events).isEqualTo(recorded.events());
        assertThat(reading.forwarded.toString(UTF_8)).isEqualTo(recorded.forwarded());
        assertThat(Recorded.usage(summary)).isEqualTo(recorded.expectedUsage());
        assertThat(summary.refused()).isEqualTo(recorded.optional("refused") != null);
        if (summary.usage() instanceof UsageReading.Reported(var usage, var raw, var shares)) {
            JsonNode basis = recorded.optional("basis");
            assertThat(usage.basis().name().toLowerCase(Locale.ROOT))
                    .isEqualTo(basis == null ? "reported" : basis.asString());
            JsonNode tier = recorded.optional("tier");
            assertThat(usage.tier()).isEqualTo(tier == null ? "" : tier.asString());
            assertThat(raw).startsWith("{").endsWith("}");
            shares(recorded, usage, shares);
        }
    }

    private static void shares(Recorded recorded, Usage usage, List<ModelUsage> shares) {
        List<JsonNode> expected = recorded.shares();
        assertThat(shares).hasSameSizeAs(expected);
        for (int i = 0; i < shares.size(); i++) {
            assertThat(shares.get(i).model()).isEqualTo(expected.get(i).get("model").asString());
            assertThat(Recorded.units(shares.get(i).usage()))
                    .isEqualTo(Recorded.units(expected.get(i)));
        }
        for (Dimension dimension : Dimension.values()) {
            long sum = shares.stream().mapToLong(s -> s.usage().units(dimension)).sum();
            assertThat(shares.isEmpty() ? usage.units(dimension) : sum)
                    .isEqualTo(usage.units(dimension));
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void is_the_same_at_every_byte_split(Recorded recorded) {
        Reading expected = whole(recorded);
        byte[] stream = recorded.stream();
        for (int split = 0; split <= stream.length; split++) {
            var reading = new Reading(recorded.request());
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
        for (int round = 0; round < 60; round++) {
            int most = round == 0 ? 1 : 1 + random.nextInt(round * 4);
            var reading = new Reading(recorded.request());
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
        for (int end = 0; end <= stream.length; end++) {
            var before = new Reading(recorded.request());
            before.feed(stream, 0, end);
            int events = before.events.size();
            assertThat(before.events).isEqualTo(table.subList(0, events));
            String expected =
                    events == 0 ? "cut missing" : table.get(events - 1).replaceFirst(".* > ", "");
            assertThat(Recorded.words(before.reader.summary())).isEqualTo(expected);
            cuts = Math.max(cuts, events);
        }
        assertThat(cuts).isGreaterThanOrEqualTo(table.size() - 1);
    }

    @ParameterizedTest
    @MethodSource("streams")
    void is_held_back_from_its_terminal_event_on(Recorded recorded) {
        var reading = new Reading(recorded.request());
        byte[] stream = recorded.stream();
        long before = 0;
        for (int at = 0; at < stream.length; at++) {
            reading.feed(stream, at, at + 1);
            boolean complete =
                    !reading.events.isEmpty() && reading.events.getLast().contains("> complete");
            assertThat(reading.reader.holdsBack()).isEqualTo(complete);
            assertThat(reading.reader.estimatedOutput()).isGreaterThanOrEqualTo(before);
            before = reading.reader.estimatedOutput();
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void is_owed_its_last_event_only_where_the_upstream_never_sent_it(Recorded recorded) {
        Reading reading = whole(recorded);
        var owed = new ByteArrayOutputStream();
        reading.writer.finish(
                reading.reader.summary(), (bytes, off, len) -> owed.write(bytes, off, len));
        boolean sent = reading.events.stream().anyMatch(event -> event.startsWith("last"));
        assertThat(owed.toString(UTF_8))
                .isEqualTo(
                        sent ? "" : "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
    }

    private static Reading whole(Recorded recorded) {
        var reading = new Reading(recorded.request());
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
