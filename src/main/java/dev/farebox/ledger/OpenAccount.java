package dev.farebox.ledger;

import java.util.UUID;

/** Opens the book of a customer. {@code owedCap} is how far it may go into debt, usually 0. */
public record OpenAccount(AccountId account, UUID transaction, long owedCap, Cause cause)
        implements Posting {
    public OpenAccount {
        if (owedCap < 0) {
            throw new IllegalArgumentException("owed cap " + owedCap);
        }
    }

    @Override
    public TransactionKind kind() {
        return TransactionKind.OPEN_ACCOUNT;
    }

    @Override
    public String fingerprint() {
        return Fingerprint.of(kind(), cause, owedCap);
    }
}
