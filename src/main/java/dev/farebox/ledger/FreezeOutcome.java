package dev.farebox.ledger;

import java.util.UUID;

/** What became of a {@link Freeze}; the permitted cases stand in order of precedence. */
public sealed interface FreezeOutcome extends LedgerOutcome
        permits UnknownAccount,
                Repetition,
                FreezeOutcome.UnknownLot,
                FreezeOutcome.NothingToFreeze,
                FreezeOutcome.Frozen {
    /** The account has no such lot; the first such one that was named. */
    record UnknownLot(UUID lot) implements FreezeOutcome {}

    /** Nothing was written: the id stays free. */
    record NothingToFreeze() implements FreezeOutcome {}

    /** {@code amount} is locked, of which {@code fromHolds} was set aside by open holds. */
    record Frozen(long amount, long fromHolds) implements FreezeOutcome {}
}
