package dev.farebox.ledger;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Value of one asset that came in at once, under one set of terms, with what is left of it. {@code
 * available} can be spent, {@code held} is set aside by open holds, {@code frozen} is locked by a
 * case.
 *
 * <p>It pays from {@code effectiveAt} until before {@code expiresAt} (null: for ever). A {@code
 * creditLine} lot is post-paid: what is spent from it is invoiced later.
 */
public record Lot(
        UUID id,
        Asset asset,
        Colour colour,
        int priority,
        Instant effectiveAt,
        @Nullable Instant expiresAt,
        boolean creditLine,
        LotOrigin origin,
        long granted,
        long available,
        long held,
        long frozen) {
    /** The priority of lots that ask for nothing special; a lower one pays earlier. */
    public static final int ORDINARY_PRIORITY = 100;

    public Lot {
        if (granted <= 0 || available < 0 || held < 0 || frozen < 0) {
            throw new IllegalArgumentException(
                    "lot %s: granted %d, available %d, held %d, frozen %d"
                            .formatted(id, granted, available, held, frozen));
        }
        if (expiresAt != null && !expiresAt.isAfter(effectiveAt)) {
            throw new IllegalArgumentException(
                    "lot " + id + " expires at " + expiresAt + ", before it pays");
        }
    }

    public boolean isExpired(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }

    /** Whether it may pay for something new at that time. */
    public boolean pays(Instant now) {
        return !now.isBefore(effectiveAt) && !isExpired(now);
    }

    Lot with(long nowAvailable, long nowHeld, long nowFrozen) {
        return new Lot(
                id,
                asset,
                colour,
                priority,
                effectiveAt,
                expiresAt,
                creditLine,
                origin,
                granted,
                nowAvailable,
                nowHeld,
                nowFrozen);
    }
}
