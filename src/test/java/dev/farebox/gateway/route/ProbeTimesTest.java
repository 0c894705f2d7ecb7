package dev.farebox.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ProbeTimesTest {
    private static final long SECOND = 1_000_000_000;
    private static final long SEED = 7;

    private final ProbeTimes times = new ProbeTimes(new SplittableRandom(SEED));

    @Test
    void a_channel_is_probed_about_as_often_as_it_says_and_others_never() {
        Channel often = probed(1, 10);
        Channel seldom = probed(2, 100);
        Channel never = Some.ordinary(3);
        var asked = new ArrayList<Long>();
        int second = 0;
        for (long now = 0; now < 3_000 * SECOND; now += SECOND) {
            for (Channel channel : times.due(List.of(often, seldom, never), 8, now)) {
                assertThat(channel).isNotEqualTo(never);
                if (channel.equals(often)) {
                    asked.add(now);
                } else {
                    second++;
                }
            }
        }
        assertThat(asked.getFirst()).isLessThanOrEqualTo(10 * SECOND);
        for (int i = 1; i < asked.size(); i++) {
            assertThat(asked.get(i) - asked.get(i - 1)).isBetween(8 * SECOND, 13 * SECOND);
        }
        assertThat(asked.size()).as("seed %d", SEED).isBetween(270, 310);
        assertThat(second).as("seed %d", SEED).isBetween(25, 35);
    }

    @Test
    void no_more_are_probed_at_a_time_than_allowed_and_none_is_forgotten() {
        var channels = new ArrayList<Channel>();
        for (int i = 0; i < 50; i++) {
            channels.add(probed(i, 20));
        }
        times.due(channels, 8, 0);
        var probed = new ArrayList<Channel>();
        for (int turn = 0; turn < 7; turn++) {
            List<Channel> due = times.due(channels, 8, 20 * SECOND);
            assertThat(due.size()).isLessThanOrEqualTo(8);
            probed.addAll(due);
        }
        assertThat(probed).containsExactlyInAnyOrderElementsOf(channels);
        assertThat(times.due(channels, 0, 60 * SECOND)).isEmpty();
    }

    private static Channel probed(int number, int seconds) {
        return Some.channel(
                number,
                ChannelTerms.ORDINARY.withProbeInterval(Optional.of(Duration.ofSeconds(seconds))));
    }
}
