package dev.farebox.ledger;

/** What became of an {@link OpenAccount}; the permitted cases stand in order of precedence. */
public sealed interface OpenAccountOutcome extends LedgerOutcome
        permits Repetition, OpenAccountOutcome.AlreadyOpen, OpenAccountOutcome.Opened {
    /** Another transaction opened it before; nothing was written. */
    record AlreadyOpen() implements OpenAccountOutcome {}

    record Opened() implements OpenAccountOutcome {}
}
