package dev.farebox.ledger;

/** The transaction id of a {@link Posting} is recorded already; nothing was written. */
public sealed interface Repetition
        extends OpenAccountOutcome,
                OwedCapOutcome,
                GrantOutcome,
                ExpireLotOutcome,
                FreezeOutcome,
                UnfreezeOutcome,
                CorrectOutcome
        permits AlreadyDone, IdConflict {}
