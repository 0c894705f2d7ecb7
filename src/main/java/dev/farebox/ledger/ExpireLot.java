package dev.farebox.ledger;

import java.util.UUID;

/**
 * Takes what is available in a lot past its expiry. What holds have set aside stays with them, what
 * is frozen stays frozen; when it returns, the sweeper expires it with a new transaction.
 */
public record ExpireLot(AccountId account, UUID transaction, UUID lot, Cause cause)
        implements Posting {
    @Override
    public TransactionKind kind() {
        return TransactionKind.EXPIRY;
    }

    @Override
    public String fingerprint() {
        return Fingerprint.of(kind(), cause, lot);
    }
}
