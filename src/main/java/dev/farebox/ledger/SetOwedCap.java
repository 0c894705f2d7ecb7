package dev.farebox.ledger;

import java.util.UUID;

/**
 * Sets how far captures above their holds may take the account into debt, in nano-credits. A cap
 * below what is owed now stops new debt and changes nothing else.
 */
public record SetOwedCap(AccountId account, UUID transaction, long owedCap, Cause cause)
        implements Posting {
    public SetOwedCap {
        if (owedCap < 0) {
            throw new IllegalArgumentException("owed cap " + owedCap);
        }
    }

    @Override
    public TransactionKind kind() {
        return TransactionKind.OWED_CAP;
    }

    @Override
    public String fingerprint() {
        return Fingerprint.of(kind(), cause, owedCap);
    }
}
