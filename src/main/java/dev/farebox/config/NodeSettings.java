package dev.farebox.config;

import java.time.Duration;
import java.util.List;

/** How service processes that share a database know of each other. */
public record NodeSettings(Duration heartbeat, Duration lapse, Duration grace) {
    static final Key<Duration> HEARTBEAT =
            new Key<>(
                    "nodes.heartbeat",
                    Kind.duration(Duration.ofMillis(100), Duration.ofMinutes(1)),
                    "1s",
                    "2s",
                    "How often a node says that it lives.");
    static final Key<Duration> LAPSE =
            new Key<>(
                    "nodes.lapse",
                    Kind.duration(Duration.ofSeconds(1), Duration.ofMinutes(10)),
                    "15s",
                    "30s",
                    "After how long without a heartbeat a node counts as dead. At "
                            + "least three heartbeats.");
    static final Key<Duration> GRACE =
            new Key<>(
                    "nodes.grace",
                    Kind.duration(Duration.ofSeconds(0), Duration.ofDays(1)),
                    "2m",
                    "10m",
                    "How much longer its holds are kept, so that it can come back "
                            + "and replay its spill before they are released.");
    static final Section SECTION =
            new Section(
                    "nodes",
                    "How service processes that share a database know of each " + "other.",
                    List.of(HEARTBEAT, LAPSE, GRACE));

    static NodeSettings read(Values values) {
        var nodes = new NodeSettings(values.get(HEARTBEAT), values.get(LAPSE), values.get(GRACE));
        values.rule(
                nodes.lapse.compareTo(nodes.heartbeat.multipliedBy(3)) >= 0,
                LAPSE,
                "must be at least three times nodes.heartbeat");
        return nodes;
    }
}
