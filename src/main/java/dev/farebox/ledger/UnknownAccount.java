package dev.farebox.ledger;

/** No such account; nothing was written. */
public record UnknownAccount()
        implements OwedCapOutcome,
                GrantOutcome,
                ExpireLotOutcome,
                FreezeOutcome,
                UnfreezeOutcome,
                CorrectOutcome {}
