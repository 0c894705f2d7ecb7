package dev.farebox.ledger;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One balanced leg of a transaction: {@code amount} leaves {@code debit} and arrives at {@code
 * credit}, both within one account's book. Insert-only.
 */
public record Entry(
        AccountId account,
        UUID transaction,
        int leg,
        Purpose debit,
        Purpose credit,
        Asset asset,
        @Nullable UUID lot,
        long amount) {
    public Entry {
        if (amount <= 0 || debit == credit) {
            throw new IllegalArgumentException(amount + " from " + debit + " to " + credit);
        }
    }

    /** The lot of a leg that moves a lot's value. */
    UUID lotId() {
        if (lot == null) {
            throw new IllegalStateException("no lot in " + this);
        }
        return lot;
    }
}
