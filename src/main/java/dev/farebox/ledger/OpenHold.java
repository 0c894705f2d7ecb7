package dev.farebox.ledger;

import dev.farebox.usage.Usage;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/**
 * A hold that nobody ended in time. {@code checkpoint} is the charge for what was used for certain.
 */
public record OpenHold(
        AccountId account,
        HoldId hold,
        UUID node,
        UUID key,
        LocalDate day,
        Instant placedAt,
        Instant expiresAt,
        long amount,
        long checkpoint) {
    /** The stable word for the outcome of a request whose end nobody saw. */
    public static final String RECOVERED = "recovered";

    /** The ordinary rule: charges what was used for certain. */
    public UsageLine settledAtCheckpoint() {
        return new UsageLine(key, "", "", RECOVERED, checkpoint, 0, Usage.NONE, 0, "{}");
    }
}
