package dev.farebox.ledger;

import java.util.UUID;

/**
 * A command that is not about a hold. Its transaction id is its permanent idempotency key within
 * the account: the same id with the same content is answered {@link AlreadyDone}, with other
 * content {@link IdConflict}.
 */
public sealed interface Posting extends LedgerOp
        permits OpenAccount, SetOwedCap, Grant, ExpireLot, Freeze, Unfreeze, Correct {
    UUID transaction();

    Cause cause();

    TransactionKind kind();

    /** A hash over the kind and all of the content; the same for ever for the same content. */
    String fingerprint();
}
