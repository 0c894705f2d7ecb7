package dev.farebox.config;

import java.time.Duration;
import java.util.List;

/** How keys reach the memory of every node. */
public record IdentitySettings(Duration refreshInterval, Duration staleAfter) {
    static final Key<Duration> REFRESH_INTERVAL =
            new Key<>(
                    "identity.refresh_interval",
                    Kind.duration(Duration.ofMillis(20), Duration.ofMillis(900)),
                    "250ms",
                    "100ms",
                    "How often a node asks the database for changes. Below a "
                            + "second, so that a revoked key is refused everywhere within "
                            + "one.");
    static final Key<Duration> STALE_AFTER =
            new Key<>(
                    "identity.stale_after",
                    Kind.duration(Duration.ofSeconds(1), Duration.ofHours(1)),
                    "10s",
                    "30s",
                    "After how long without an answer from the database a node "
                            + "calls its keys stale and itself not ready. It still reads "
                            + "them; without a database no hold is placed, so no request is "
                            + "served on a stale key.");
    static final Section SECTION =
            new Section(
                    "identity",
                    "How keys, customers and channels reach the memory of every " + "node.",
                    List.of(REFRESH_INTERVAL, STALE_AFTER));

    static IdentitySettings read(Values values) {
        var identity = new IdentitySettings(values.get(REFRESH_INTERVAL), values.get(STALE_AFTER));
        values.rule(
                identity.staleAfter.compareTo(identity.refreshInterval) > 0,
                STALE_AFTER,
                "must be longer than identity.refresh_interval");
        return identity;
    }
}
