package dev.farebox.ledger;

import java.util.UUID;

/** A ledger account: the book of one customer. Equal to the customer's id. */
public record AccountId(UUID value) {
    public static final int BUCKETS = 256;

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
