package dev.farebox.ledger;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The permanent record of a posting.
 *
 * @param about the transaction that it undoes
 * @param amount what it moved for its purpose; what it undid of {@code about}
 * @param version the ledger position of the account right after it
 */
record TransactionRow(
        UUID id,
        TransactionKind kind,
        String fingerprint,
        Cause cause,
        @Nullable UUID about,
        long amount,
        long version) {}
