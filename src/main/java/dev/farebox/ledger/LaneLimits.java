package dev.farebox.ledger;

/**
 * How the queue is cut: the number of lanes that share the buckets, and for each lane how many
 * commands may wait and how many share a transaction.
 */
public record LaneLimits(int lanes, int queueLimit, int batchLimit) {
    public static final LaneLimits ORDINARY = new LaneLimits(1, 8_192, 1_024);

    public LaneLimits {
        if (lanes < 1 || lanes > AccountId.BUCKETS || batchLimit < 1 || queueLimit < batchLimit) {
            throw new IllegalArgumentException(
                    lanes + " lanes, queue " + queueLimit + ", batch " + batchLimit);
        }
    }
}
