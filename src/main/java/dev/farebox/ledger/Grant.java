package dev.farebox.ledger;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Adds one lot to an account. The lot's id is the transaction's id. What the account owes is repaid
 * from it first. Times are kept in whole microseconds.
 */
public record Grant(
        AccountId account,
        UUID transaction,
        Asset asset,
        Colour colour,
        int priority,
        Instant effectiveAt,
        @Nullable Instant expiresAt,
        boolean creditLine,
        long amount,
        LotOrigin origin,
        Cause cause)
        implements Posting {
    public Grant {
        effectiveAt = effectiveAt.truncatedTo(ChronoUnit.MICROS);
        expiresAt = expiresAt == null ? null : expiresAt.truncatedTo(ChronoUnit.MICROS);
        if (amount <= 0) {
            throw new IllegalArgumentException("a grant is positive, not " + amount);
        }
        if (expiresAt != null && !expiresAt.isAfter(effectiveAt)) {
            throw new IllegalArgumentException(
                    "a lot expires after " + effectiveAt + ", not at " + expiresAt);
        }
    }

    Lot lot() {
        return new Lot(
                transaction,
                asset,
                colour,
                priority,
                effectiveAt,
                expiresAt,
                creditLine,
                origin,
                amount,
                amount,
                0,
                0);
    }

    @Override
    public TransactionKind kind() {
        return TransactionKind.GRANT;
    }

    @Override
    public String fingerprint() {
        return Fingerprint.of(
                kind(),
                cause,
                asset.code(),
                colour.code(),
                priority,
                effectiveAt,
                String.valueOf(expiresAt),
                creditLine,
                amount,
                origin.paidMinor(),
                String.valueOf(origin.currency()),
                String.valueOf(origin.order()),
                String.valueOf(origin.payment()),
                String.valueOf(origin.parent()),
                origin.refundable());
    }
}
