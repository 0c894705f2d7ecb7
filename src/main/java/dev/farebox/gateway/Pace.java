package dev.farebox.gateway;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A limit of units per minute that allows a burst of one minute's worth: a token bucket kept as one
 * number, the instant at which it is full again (generic cell rate algorithm, ITU-T I.371).
 *
 * <p>Lock-free; safe for use by many threads. Instants are of {@link System#nanoTime()}.
 */
final class Pace {
    static final long WINDOW = Duration.ofMinutes(1).toNanos();
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long SECONDS = WINDOW / SECOND;

    private static final long MOST_MINUTES = 1_000;

    private final AtomicLong fullAt;

    Pace(long now) {
        fullAt = new AtomicLong(now);
    }

    /**
     * Takes {@code units}, or nothing. More than {@code perMinute} at once is allowed when the
     * bucket is full, and is paid back over the following minutes.
     *
     * @return 0 when taken, else the nanoseconds after which it may be
     */
    long take(long units, int perMinute, long now) {
        long cost = cost(units, perMinute);
        while (true) {
            long before = fullAt.get();
            long start = Math.max(before - now, 0);
            long late = late(start, cost);
            if (late > 0) {
                return late;
            }
            if (fullAt.compareAndSet(before, now + start + cost)) {
                return 0;
            }
        }
    }

    /** As {@link #take}, and takes nothing. */
    long wait(long units, int perMinute, long now) {
        return Math.max(0, late(fullIn(now), cost(units, perMinute)));
    }

    /** How many units could be taken at once. */
    long room(int perMinute, long now) {
        long free = Math.max(0, WINDOW - fullIn(now));
        long exact = Math.multiplyHigh(free, perMinute) == 0 ? free * perMinute : -1;
        return exact >= 0 ? exact / WINDOW : free / (WINDOW / perMinute);
    }

    /** The nanoseconds after which nothing will count any more. */
    long fullIn(long now) {
        return Math.max(fullAt.get() - now, 0);
    }

    private static long late(long start, long cost) {
        return start + Math.min(cost, WINDOW) - WINDOW;
    }

    /** Corrects what was taken: positive takes more, also beyond the limit; negative gives back. */
    void adjust(long units, int perMinute) {
        fullAt.addAndGet(units >= 0 ? cost(units, perMinute) : -cost(-units, perMinute));
    }

    /** {@code units * WINDOW / perMinute} in steps that cannot overflow, rounded down. */
    private static long cost(long units, int perMinute) {
        long bounded = Math.min(units, MOST_MINUTES * perMinute);
        long minutes = bounded / perMinute;
        long scaled = bounded % perMinute * SECONDS;
        return minutes * WINDOW
                + scaled / perMinute * SECOND
                + scaled % perMinute * SECOND / perMinute;
    }
}
