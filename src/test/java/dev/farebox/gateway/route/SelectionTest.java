package dev.farebox.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectionTest {
    private static final long SEED = 42;
    private static final int DRAWS = 40_000;
    private static final long MILLI = 1_000_000;

    /**
     * Each channel is {@code priority:weight:standing:firstByteMillis}, and whether the request
     * must be translated for it; the shares are of all draws, in percent, within one percent.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    0:1:READY:0   0:1:READY:0                    | 50 50
                    0:3:READY:0   0:1:READY:0                    | 75 25
                    0:1:READY:0   1:9:READY:0                    | 100 0
                    5:1:READY:0   1:1:READY:0   1:1:READY:0      | 0 50 50
                    0:1:BENCHED:0 1:1:READY:0                    | 0 100
                    0:1:BUSY:0    1:1:READY:0                    | 0 100
                    0:1:LOCKED_OUT:0 1:1:READY:0 2:1:READY:0     | 0 100 0
                    0:1:BENCHED:0 0:1:READY:0   1:1:READY:0      | 0 100 0
                    0:1:TRIAL:0   0:1:READY:0   1:1:READY:0      | 50 50 0
                    0:1:READY:100 0:1:READY:300                  | 75 25
                    0:1:READY:100 0:1:READY:100 0:2:READY:200    | 33 33 33
                    0:1:READY:100 0:1:READY:100000               | 90.9 9.1
                    0:1:READY:100 0:1:READY:0                    | 50 50
                    0:1:READY:0   0:1:READY:500                  | 50 50
                    0:1:READY:900 1:1:READY:1                    | 100 0
                    0:1:READY:0:translated 0:1:READY:0           | 0 100
                    0:1:READY:0:translated 1:1:READY:0           | 100 0
                    0:1:READY:0:translated 0:1:BENCHED:0         | 100 0
                    """)
    void channels_are_drawn_by_priority_weight_and_speed(String channels, String shares) {
        List<Selection.Option> options = options(channels);
        var random = new SplittableRandom(SEED);
        var counts = new HashMap<String, Integer>();
        for (int i = 0; i < DRAWS; i++) {
            counts.merge(picked(options, 0, random), 1, Integer::sum);
        }
        String[] expected = shares.strip().split(" ");
        for (int i = 0; i < options.size(); i++) {
            double percent = 100.0 * counts.getOrDefault("c" + i, 0) / DRAWS;
            assertThat(percent)
                    .as("c%d, seed %d", i, SEED)
                    .isCloseTo(Double.parseDouble(expected[i]), within(1.0));
        }
    }

    @Test
    void a_conversation_stays_where_it_is_and_conversations_spread_by_weight() {
        List<Selection.Option> options = options("0:1:READY:900 0:2:READY:1 0:5:READY:0");
        var counts = new HashMap<String, Integer>();
        for (long conversation : conversations()) {
            String first = picked(options, conversation, new SplittableRandom(1));
            assertThat(picked(options.reversed(), conversation, new SplittableRandom(2)))
                    .isEqualTo(first);
            counts.merge(first, 1, Integer::sum);
        }
        assertThat(100.0 * counts.getOrDefault("c0", 0) / DRAWS).isCloseTo(12.5, within(1.0));
        assertThat(100.0 * counts.getOrDefault("c1", 0) / DRAWS).isCloseTo(25.0, within(1.0));
        assertThat(100.0 * counts.getOrDefault("c2", 0) / DRAWS).isCloseTo(62.5, within(1.0));
    }

    @Test
    void a_lost_channel_moves_its_own_conversations_and_no_others() {
        List<Selection.Option> all = options("0:1:READY:0 0:2:READY:0 0:2:READY:0 0:1:READY:0");
        List<Selection.Option> fewer = options("0:1:READY:0 0:2:BENCHED:0 0:2:READY:0 0:1:READY:0");
        var moved = new HashMap<String, Integer>();
        var random = new SplittableRandom(SEED);
        for (long conversation : conversations()) {
            String before = picked(all, conversation, random);
            String after = picked(fewer, conversation, random);
            if (before.equals("c1")) {
                moved.merge(after, 1, Integer::sum);
            } else {
                assertThat(after).isEqualTo(before);
            }
        }
        assertThat(moved).containsOnlyKeys("c0", "c2", "c3");
        assertThat(moved.values()).allSatisfy(count -> assertThat(count).isGreaterThan(1_000));
    }

    @Test
    void without_a_usable_channel_there_is_none() {
        var random = new SplittableRandom(SEED);
        assertThat(Selection.pick(List.of(), 0, random)).isEmpty();
        assertThat(Selection.pick(options("0:1:BENCHED:0 0:1:BUSY:0"), 0, random)).isEmpty();
    }

    @Test
    void the_same_hint_of_another_customer_is_another_conversation() {
        var one = new UUID(1, 2);
        var other = new UUID(1, 3);
        long conversation = Wish.of("m", "chat", true).within(one, "thread-1").conversation();

        assertThat(conversation).isNotZero();
        assertThat(Wish.of("n", "chat", false).within(one, "thread-1").conversation())
                .isEqualTo(conversation);
        assertThat(Wish.of("m", "chat", true).within(one, "thread-2").conversation())
                .isNotEqualTo(conversation);
        assertThat(Wish.of("m", "chat", true).within(other, "thread-1").conversation())
                .isNotEqualTo(conversation);
        assertThat(Wish.of("m", "chat", true).within(one, "").conversation()).isZero();
    }

    private static String picked(
            List<Selection.Option> options, long conversation, SplittableRandom random) {
        return Selection.pick(options, conversation, random).orElseThrow().channel().name();
    }

    /** As clients number them: alike but for the end. */
    private static List<Long> conversations() {
        var conversations = new ArrayList<Long>();
        for (int i = 0; i < DRAWS; i++) {
            conversations.add(
                    Wish.of("m", "chat", true)
                            .within(new UUID(3, 4), "session-" + i)
                            .conversation());
        }
        return conversations;
    }

    private static List<Selection.Option> options(String text) {
        var standings =
                Map.of(
                        "READY", Standing.READY,
                        "TRIAL", Standing.TRIAL,
                        "BUSY", Standing.busy(MILLI),
                        "BENCHED", Standing.benched(MILLI),
                        "LOCKED_OUT", Standing.lockedOut(MILLI));
        var options = new ArrayList<Selection.Option>();
        for (String one : text.strip().split(" +")) {
            String[] parts = one.split(":");
            var terms =
                    ChannelTerms.ofWeight(Integer.parseInt(parts[1]))
                            .withPriority(Integer.parseInt(parts[0]));
            options.add(
                    new Selection.Option(
                            Some.channel(options.size(), terms),
                            java.util.Objects.requireNonNull(standings.get(parts[2])),
                            parts.length > 4,
                            Long.parseLong(parts[3]) * MILLI));
        }
        return options;
    }
}
