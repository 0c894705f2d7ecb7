package dev.farebox.ledger;

/** One command to the ledger, about one account. */
public sealed interface LedgerOp
        permits PlaceHold, ExtendHold, CaptureHold, ExpireHold, RecoverHold, Posting {
    AccountId account();
}
