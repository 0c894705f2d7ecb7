package dev.farebox.db;

import dev.farebox.problem.ProblemCode;
import dev.farebox.problem.ProblemException;
import java.time.Duration;

/** Waiting, by the machine's steady clock. */
final class Pause {
    private Pause() {}

    static void of(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(
                    ProblemCode.DATABASE_UNAVAILABLE,
                    "Interrupted while waiting for the database",
                    e);
        }
    }

    static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }
}
