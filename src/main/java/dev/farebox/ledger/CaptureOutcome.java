package dev.farebox.ledger;

/** What became of a {@link CaptureHold}; the cases stand in order of precedence. */
public sealed interface CaptureOutcome extends LedgerOutcome {
    /** The hold was resolved before; {@code charged} is what counted then. Nothing was written. */
    record AlreadyResolved(long charged) implements CaptureOutcome {}

    /** No such hold, and none was resolved. Nothing was written. */
    record UnknownHold() implements CaptureOutcome {}

    /**
     * {@code charged} is what the customer pays, of which {@code owed} became a debt; {@code borne}
     * is what the operator bears; {@code available} is what the customer has left to spend.
     */
    record Captured(long charged, long owed, long borne, long available)
            implements CaptureOutcome {}
}
