package dev.farebox.ledger;

import java.util.UUID;

/** An account as rows name it: the bucket they stand in may be wrong. Ordered as keys are. */
record AccountKey(short bucket, UUID account) implements Comparable<AccountKey> {
    @Override
    public int compareTo(AccountKey other) {
        int buckets = Short.compare(bucket, other.bucket);
        return buckets != 0 ? buckets : compare(account, other.account);
    }

    /** PostgreSQL's order of UUIDs: by their bytes. */
    static int compare(UUID one, UUID other) {
        int high =
                Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
        return high != 0
                ? high
                : Long.compareUnsigned(
                        one.getLeastSignificantBits(), other.getLeastSignificantBits());
    }
}
