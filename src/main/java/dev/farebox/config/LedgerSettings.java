package dev.farebox.config;

import java.util.List;

/** The queue in front of the ledger. */
public record LedgerSettings(int lanes, int queueLimit, int batchLimit) {
    static final Key<Integer> LANES =
            new Key<>(
                    "ledger.lanes",
                    Kind.whole(1, 256),
                    "1",
                    "4",
                    "Writers, each with its own connection and its share of the "
                            + "buckets. One is fastest on one PostgreSQL; one for each shard "
                            + "on a distributed one.");
    static final Key<Integer> QUEUE_LIMIT =
            new Key<>(
                    "ledger.queue_limit",
                    Kind.whole(16, 1_000_000),
                    "8192",
                    "32768",
                    "Operations that wait in one lane; beyond it new requests are "
                            + "refused as overload.");
    static final Key<Integer> BATCH_LIMIT =
            new Key<>(
                    "ledger.batch_limit",
                    Kind.whole(1, 10_000),
                    "1024",
                    "256",
                    "Operations in one transaction. At most ledger.queue_limit.");
    static final Section SECTION =
            new Section(
                    "ledger",
                    "The queue in front of the ledger.",
                    List.of(LANES, QUEUE_LIMIT, BATCH_LIMIT));

    static LedgerSettings read(Values values) {
        var ledger =
                new LedgerSettings(
                        values.get(LANES), values.get(QUEUE_LIMIT), values.get(BATCH_LIMIT));
        values.rule(
                ledger.batchLimit <= ledger.queueLimit,
                BATCH_LIMIT,
                "must be at most ledger.queue_limit");
        return ledger;
    }
}
