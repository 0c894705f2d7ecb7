package dev.farebox.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MinuteWindowTest {
    private static final long SECOND = 1_000_000_000;
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    @ParameterizedTest
    @ValueSource(longs = {0, -5_000_000_000_123L, Long.MAX_VALUE / 2})
    void no_minute_ever_sees_more_than_the_limit_and_the_wait_is_told_exactly(long start) {
        long seed = 20261121;
        var random = new SplittableRandom(seed);
        int limit = 7;
        var window = new MinuteWindow();
        var taken = new ArrayDeque<Long>();
        long now = start;
        for (int i = 0; i < 5_000; i++) {
            now += random.nextLong(9 * SECOND);
            while (!taken.isEmpty() && now - taken.getFirst() >= MINUTE) {
                taken.removeFirst();
            }
            long wait = window.pause(limit, now);
            if (wait == 0) {
                window.count(now);
                taken.add(now);
            } else {
                assertThat(window.pause(limit, now + wait)).as("seed %d", seed).isZero();
                assertThat(window.pause(limit, now + wait - 1)).isEqualTo(1);
                assertThat(wait).isLessThanOrEqualTo(MINUTE + SECOND);
            }
            assertThat(taken.size()).as("seed %d, call %d", seed, i).isLessThanOrEqualTo(limit);
        }
    }

    @Test
    void the_whole_limit_may_come_at_once_and_again_a_minute_later() {
        var window = new MinuteWindow();
        for (int i = 0; i < 3; i++) {
            assertThat(window.pause(3, 10)).isZero();
            window.count(10);
        }
        assertThat(window.pause(3, 10)).isEqualTo(61 * SECOND - 10);
        assertThat(window.pause(4, 10)).isZero();
        assertThat(window.pause(3, 61 * SECOND)).isZero();
    }
}
