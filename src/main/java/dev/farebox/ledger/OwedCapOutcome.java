package dev.farebox.ledger;

/** What became of a {@link SetOwedCap}; the permitted cases stand in order of precedence. */
public sealed interface OwedCapOutcome extends LedgerOutcome
        permits UnknownAccount, Repetition, OwedCapOutcome.Changed {
    record Changed(long previous) implements OwedCapOutcome {}
}
