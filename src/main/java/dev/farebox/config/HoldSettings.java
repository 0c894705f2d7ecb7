package dev.farebox.config;

import dev.farebox.money.Credits;
import java.time.Duration;
import java.util.List;

/** How much credit is set aside for a request under way. */
public record HoldSettings(
        int fallbackOutputTokens,
        int extensionTokens,
        Duration checkpointInterval,
        int checkpointTokens,
        Duration ttl,
        Credits owedCap) {
    static final Key<Integer> FALLBACK_OUTPUT_TOKENS =
            new Key<>(
                    "holds.fallback_output_tokens",
                    Kind.whole(16, 1_000_000),
                    "2048",
                    "4096",
                    "How many output tokens a hold covers at first while a model "
                            + "has no past.");
    static final Key<Integer> EXTENSION_TOKENS =
            new Key<>(
                    "holds.extension_tokens",
                    Kind.whole(16, 1_000_000),
                    "1024",
                    "4096",
                    "How many more output tokens one extension of a hold covers.");
    static final Key<Duration> CHECKPOINT_INTERVAL =
            new Key<>(
                    "holds.checkpoint_interval",
                    Kind.duration(Duration.ofMillis(100), Duration.ofMinutes(1)),
                    "2s",
                    "5s",
                    "How often the running count of a stream is made durable; after "
                            + "a crash it is charged from there.");
    static final Key<Integer> CHECKPOINT_TOKENS =
            new Key<>(
                    "holds.checkpoint_tokens",
                    Kind.whole(16, 1_000_000),
                    "1000",
                    "500",
                    "After how many output tokens a checkpoint is made even if the "
                            + "interval has not passed.");
    static final Key<Duration> TTL =
            new Key<>(
                    "holds.ttl",
                    Kind.duration(Duration.ofSeconds(30), Duration.ofDays(1)),
                    "15m",
                    "1h",
                    "How long after its last checkpoint the sweeper may resolve a "
                            + "hold. Longer than upstream.first_byte_timeout and "
                            + "upstream.idle_timeout.");
    static final Key<Credits> OWED_CAP =
            new Key<>(
                    "holds.owed_cap",
                    Kind.credits(),
                    "0",
                    "0.5",
                    "What one customer may owe at most when an answer that cannot "
                            + "be stopped costs more than its hold and what is available; "
                            + "beyond it the operator bears the cost.");
    static final Section SECTION =
            new Section(
                    "holds",
                    "How much credit is set aside for a request under way.",
                    List.of(
                            FALLBACK_OUTPUT_TOKENS,
                            EXTENSION_TOKENS,
                            CHECKPOINT_INTERVAL,
                            CHECKPOINT_TOKENS,
                            TTL,
                            OWED_CAP));

    static HoldSettings read(Values values) {
        var holds =
                new HoldSettings(
                        values.get(FALLBACK_OUTPUT_TOKENS),
                        values.get(EXTENSION_TOKENS),
                        values.get(CHECKPOINT_INTERVAL),
                        values.get(CHECKPOINT_TOKENS),
                        values.get(TTL),
                        values.get(OWED_CAP));
        values.rule(
                holds.ttl.compareTo(values.get(UpstreamSettings.FIRST_BYTE_TIMEOUT)) > 0
                        && holds.ttl.compareTo(values.get(UpstreamSettings.IDLE_TIMEOUT)) > 0,
                TTL,
                "must be longer than upstream.first_byte_timeout and upstream.idle_timeout,"
                        + " or a live request would lose its hold");
        return holds;
    }
}
