package dev.farebox.scenario;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits that end. */
public final class Patience {
    static final Duration USUAL = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(10);

    private Patience() {}

    /** How many milliseconds it took until {@code condition} held. */
    public static long await(String what, Callable<Boolean> condition) throws Exception {
        long started = System.nanoTime();
        while (!condition.call()) {
            if (System.nanoTime() - started > USUAL.toNanos()) {
                throw new AssertionError("not within " + USUAL + ": " + what);
            }
            Thread.sleep(POLL);
        }
        return (System.nanoTime() - started) / 1_000_000;
    }
}
