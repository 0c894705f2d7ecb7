package dev.farebox.ledger;

import java.util.List;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Locks whole lots for a case: what is available, and of open holds what lies beyond their
 * checkpoints.
 *
 * <p>A hold is split at its checkpoint, which is charged to its lots in burn order; it keeps that
 * share and loses the rest of the frozen lots. It stays open, if need be with nothing set aside.
 */
public record Freeze(AccountId account, UUID transaction, Scope scope, Cause cause)
        implements Posting {
    /** Which lots. */
    public sealed interface Scope {
        /** Every lot that the account has at that moment, of every asset. */
        record WholeAccount() implements Scope {}

        /** These, at least one. */
        record Lots(List<UUID> ids) implements Scope {
            public Lots {
                ids = List.copyOf(new TreeSet<>(ids));
                if (ids.isEmpty()) {
                    throw new IllegalArgumentException("a freeze names its lots");
                }
            }
        }
    }

    @Override
    public TransactionKind kind() {
        return TransactionKind.FREEZE;
    }

    @Override
    public String fingerprint() {
        return switch (scope) {
            case Scope.WholeAccount() -> Fingerprint.of(kind(), cause, "account");
            case Scope.Lots(var ids) -> Fingerprint.of(kind(), cause, "lots", ids);
        };
    }
}
