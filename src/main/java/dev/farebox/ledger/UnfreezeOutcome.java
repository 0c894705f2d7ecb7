package dev.farebox.ledger;

/** What became of an {@link Unfreeze}; the permitted cases stand in order of precedence. */
public sealed interface UnfreezeOutcome extends LedgerOutcome
        permits UnknownAccount,
                Repetition,
                UnfreezeOutcome.UnknownFreeze,
                UnfreezeOutcome.AlreadyUnfrozen,
                UnfreezeOutcome.Unfrozen {
    /** No transaction of this account with that id is a freeze. */
    record UnknownFreeze() implements UnfreezeOutcome {}

    /** Another transaction undid that freeze before. */
    record AlreadyUnfrozen() implements UnfreezeOutcome {}

    record Unfrozen(long amount, long repaid, long available) implements UnfreezeOutcome {}
}
