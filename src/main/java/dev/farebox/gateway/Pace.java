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
    private static final long WINDOW = Duration.ofMinutes(1).toNanos();

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
            long late = start + Math.min(cost, WINDOW) - WINDOW;
            if (late > 0) {
                return late;
            }
            if (fullAt.compareAndSet(before, now + start + cost)) {
                return 0;
            }
        }
    }

    /** Corrects what was taken: positive takes more, also beyond the limit; negative gives back. */
    void adjust(long units, int perMinute) {
        fullAt.addAndGet(units >= 0 ? cost(units, perMinute) : -cost(-units, perMinute));
    }

    private static long cost(long units, int perMinute) {
        long bounded = Math.min(units, 1_000L * perMinute);
        return Math.multiplyExact(bounded, WINDOW / perMinute);
    }
}
