package dev.farebox.db;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Compares two clocks over a connection: the error is at most half of the round trip. */
final class ClockSkew {
    private static final int READINGS = 3;

    private ClockSkew() {}

    static Duration measure(Tx tx, InstantSource clock) {
        Duration quickest = Duration.ofDays(1);
        Duration skew = Duration.ZERO;
        for (int i = 0; i < READINGS; i++) {
            long started = System.nanoTime();
            Instant before = clock.instant();
            Instant there =
                    tx.one("SELECT clock_timestamp() AS now", row -> row.instant("now"))
                            .orElseThrow();
            Duration trip = Pause.since(started);
            if (trip.compareTo(quickest) < 0) {
                quickest = trip;
                skew = Duration.between(before.plus(trip.dividedBy(2)), there);
            }
        }
        return skew;
    }
}
