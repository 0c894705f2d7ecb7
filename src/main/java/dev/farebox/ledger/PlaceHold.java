package dev.farebox.ledger;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * Set {@code amount} nano-credits aside for one exchange. {@code node} is the service process that
 * answers for the hold; after {@code expiresAt} the sweeper may resolve it.
 */
public record PlaceHold(
        AccountId account, HoldId hold, UUID node, long amount, Instant expiresAt, SpendCaps caps)
        implements LedgerOp {
    public PlaceHold {
        expiresAt = expiresAt.truncatedTo(ChronoUnit.MICROS);
        if (amount <= 0) {
            throw new IllegalArgumentException(
                    "a hold sets aside a positive amount, not " + amount);
        }
    }
}
