package dev.farebox.ledger;

/** What became of an {@link ExtendHold}; the cases stand in order of precedence. */
public sealed interface ExtendOutcome extends LedgerOutcome {
    /** No such hold is open. */
    record UnknownHold() implements ExtendOutcome {}

    /** A cap of the key leaves less than the minimum. The checkpoint is recorded all the same. */
    record SpendCapReached(PlaceOutcome.SpendCapReached.Window window, long cap, long used)
            implements ExtendOutcome {}

    /** Less than the minimum is available. The checkpoint is recorded all the same. */
    record InsufficientCredit(long available) implements ExtendOutcome {}

    /** {@code added} was set aside, making {@code amount} in all. */
    record Extended(long added, long amount) implements ExtendOutcome {}
}
