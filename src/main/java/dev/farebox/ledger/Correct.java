package dev.farebox.ledger;

import java.time.Duration;
import java.util.UUID;

/**
 * Returns what a recorded charge took, in full or in part, along its recorded split from the last
 * leg back: as though the charge had been that much smaller.
 *
 * @param original the charge: a hold's id
 * @param amount nano-credits of the charge (the part that the operator bore included), or {@link
 *     #ALL_THAT_IS_LEFT}
 * @param grace how long credit lives that returns to a lot which expired meanwhile
 */
public record Correct(
        AccountId account,
        UUID transaction,
        UUID original,
        long amount,
        Duration grace,
        Cause cause)
        implements Posting {
    /** Whatever earlier corrections of the same charge have left. */
    public static final long ALL_THAT_IS_LEFT = Long.MAX_VALUE;

    public static final Duration ORDINARY_GRACE = Duration.ofDays(7);

    public Correct {
        if (amount <= 0 || !grace.isPositive()) {
            throw new IllegalArgumentException("amount " + amount + ", grace " + grace);
        }
    }

    @Override
    public TransactionKind kind() {
        return TransactionKind.CORRECTION;
    }

    @Override
    public String fingerprint() {
        return Fingerprint.of(kind(), cause, original, amount, grace);
    }
}
