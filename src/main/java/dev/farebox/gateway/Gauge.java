package dev.farebox.gateway;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * What one key, customer or group uses now: requests in flight, and the pace of requests and of
 * tokens. Lock-free; safe for use by many threads.
 *
 * <p>A request that has entered keeps its gauge from being retired, so what it takes after entering
 * and before leaving is never lost.
 */
final class Gauge {
    private static final int RETIRED = Integer.MIN_VALUE;

    final Pace requests;
    final Pace tokens;
    private final AtomicInteger inFlight = new AtomicInteger();

    /** What became of trying to enter. */
    enum Entry {
        ENTERED,
        FULL,
        /** Look the gauge up again. */
        RETIRED
    }

    Gauge(long now) {
        requests = new Pace(now);
        tokens = new Pace(now);
    }

    Entry enter(int limit) {
        while (true) {
            int before = inFlight.get();
            if (before == RETIRED) {
                return Entry.RETIRED;
            }
            if (limit > 0 && before >= limit) {
                return Entry.FULL;
            }
            if (inFlight.compareAndSet(before, before + 1)) {
                return Entry.ENTERED;
            }
        }
    }

    void leave() {
        inFlight.decrementAndGet();
    }

    boolean isFull(int limit) {
        return limit > 0 && inFlight.get() >= limit;
    }

    /** True when nothing of it counts any more: a new gauge is the same as this one. */
    boolean retire(long now) {
        if (!inFlight.compareAndSet(0, RETIRED)) {
            return false;
        }
        boolean idle = requests.fullIn(now) == 0 && tokens.fullIn(now) == 0;
        if (!idle) {
            inFlight.set(0);
        }
        return idle;
    }
}
