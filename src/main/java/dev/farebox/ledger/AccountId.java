package dev.farebox.ledger;

import java.util.Comparator;
import java.util.UUID;

/** A ledger account: the book of one customer. Equal to the customer's id. */
public record AccountId(UUID value) {
    public static final int BUCKETS = 256;

    /** The order in which account rows are locked: by bucket, then by the bytes of the id. */
    public static final Comparator<AccountId> BY_LOCK =
            Comparator.comparingInt(AccountId::bucket)
                    .thenComparing(id -> id.value.getMostSignificantBits(), Long::compareUnsigned)
                    .thenComparing(id -> id.value.getLeastSignificantBits(), Long::compareUnsigned);

    /**
     * The shard key: a stable hash of the id in 0…255, first in every money key. The function is
     * fixed for ever: rows are stored under it.
     */
    public short bucket() {
        long mixed = value.getMostSignificantBits() ^ value.getLeastSignificantBits();
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return (short) ((mixed ^ (mixed >>> 31)) & (BUCKETS - 1));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
