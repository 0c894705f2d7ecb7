package dev.farebox.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/**
 * Credit set aside for one exchange that is under way: one working row, deleted when it is
 * resolved.
 *
 * @param split what is set aside; a freeze can leave nothing
 * @param checkpoint the charge for what is used for certain; never goes down, can exceed the split
 * @param key whose spend it counts as, in the day and month of {@code day} (the admission day)
 */
record Hold(
        HoldId id,
        UUID node,
        UUID key,
        LocalDate day,
        Instant placedAt,
        Instant expiresAt,
        long checkpoint,
        Split split) {
    Hold with(Instant nowExpiresAt, long nowCheckpoint, Split nowSplit) {
        return new Hold(id, node, key, day, placedAt, nowExpiresAt, nowCheckpoint, nowSplit);
    }

    Hold with(Split nowSplit) {
        return with(expiresAt, checkpoint, nowSplit);
    }
}
