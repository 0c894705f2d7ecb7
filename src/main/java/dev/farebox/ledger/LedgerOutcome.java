package dev.farebox.ledger;

/** What became of a {@link LedgerOp}. Each kind of command has its own closed list of cases. */
public sealed interface LedgerOutcome
        permits PlaceOutcome,
                ExtendOutcome,
                CaptureOutcome,
                EndHoldOutcome,
                OpenAccountOutcome,
                OwedCapOutcome,
                GrantOutcome,
                ExpireLotOutcome,
                FreezeOutcome,
                UnfreezeOutcome,
                CorrectOutcome {}
