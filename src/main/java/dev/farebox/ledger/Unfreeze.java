package dev.farebox.ledger;

import java.util.UUID;

/** Makes available again all that one freeze locked, and nothing that another one did. */
public record Unfreeze(AccountId account, UUID transaction, UUID freeze, Cause cause)
        implements Posting {
    @Override
    public TransactionKind kind() {
        return TransactionKind.UNFREEZE;
    }

    @Override
    public String fingerprint() {
        return Fingerprint.of(kind(), cause, freeze);
    }
}
