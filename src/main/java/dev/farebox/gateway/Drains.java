package dev.farebox.gateway;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many answers are read on for clients that have gone, because their provider bills on. Safe
 * for use by many threads.
 */
final class Drains {
    /** The longest that one is read on. */
    static final Duration TIME = Duration.ofSeconds(60);

    /** The largest that one may become. */
    static final long BYTES = 16L << 20;

    private final int most;
    private final AtomicInteger running = new AtomicInteger();

    Drains(int most) {
        this.most = most;
    }

    /** False when there are as many as there may be. */
    boolean enter() {
        if (running.incrementAndGet() <= most) {
            return true;
        }
        running.decrementAndGet();
        return false;
    }

    void leave() {
        running.decrementAndGet();
    }
}
