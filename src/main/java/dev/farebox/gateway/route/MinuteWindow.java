package dev.farebox.gateway.route;

import java.time.Duration;

/**
 * Counts the calls of the last minute, to the second: never more than the limit in any sixty
 * seconds. Not safe for use by several threads. Instants are of {@link System#nanoTime()}.
 */
final class MinuteWindow {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    /** One more than a minute's seconds: the first and the last are counted in part. */
    private static final int KEPT = 61;

    private final int[] counts = new int[KEPT];
    private final long[] seconds = new long[KEPT];

    void count(long now) {
        long second = Math.floorDiv(now, SECOND);
        int at = Math.floorMod(second, KEPT);
        if (seconds[at] != second) {
            seconds[at] = second;
            counts[at] = 0;
        }
        counts[at]++;
    }

    /** After how many nanoseconds another call fits; 0 for now. */
    long pause(int limit, long now) {
        long second = Math.floorDiv(now, SECOND);
        long over = (long) total(second) - limit;
        for (long old = second - KEPT + 1; over >= 0; old++) {
            over -= in(old);
            if (over < 0) {
                return (old + KEPT) * SECOND - now;
            }
        }
        return 0;
    }

    private int total(long second) {
        int total = 0;
        for (int i = 0; i < KEPT; i++) {
            if (counts[i] > 0 && second - seconds[i] < KEPT && second >= seconds[i]) {
                total += counts[i];
            }
        }
        return total;
    }

    private int in(long second) {
        int at = Math.floorMod(second, KEPT);
        return seconds[at] == second ? counts[at] : 0;
    }
}
