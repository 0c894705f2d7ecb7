package dev.farebox.ledger;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Adds to an open hold, and records how much of it is used for certain.
 *
 * <p>{@code desired} more nano-credits are set aside, or what is available when that is at least
 * {@code minimum}; {@code desired} may be 0 for a checkpoint alone. {@code checkpoint} is the
 * charge for what was consumed so far: recovery settles from it, and a freeze splits the hold
 * there. A checkpoint never goes down.
 */
public record ExtendHold(
        AccountId account,
        HoldId hold,
        long desired,
        long minimum,
        long checkpoint,
        Instant expiresAt,
        SpendCaps caps)
        implements LedgerOp {
    public ExtendHold {
        expiresAt = expiresAt.truncatedTo(ChronoUnit.MICROS);
        if (desired < 0 || minimum < 0 || minimum > desired || checkpoint < 0) {
            throw new IllegalArgumentException(
                    "0 <= minimum <= desired and checkpoint >= 0, not "
                            + minimum
                            + ", "
                            + desired
                            + ", "
                            + checkpoint);
        }
    }
}
