package dev.farebox.ledger;

/** What became of a {@link PlaceHold}; the cases stand in order of precedence. */
public sealed interface PlaceOutcome extends LedgerOutcome {
    /** No such account; nothing was written. */
    record UnknownAccount() implements PlaceOutcome {}

    /** This hold was captured or released before; nothing was written. */
    record AlreadyResolved() implements PlaceOutcome {}

    /** This hold is open already (a repeat of the same command); nothing was written. */
    record AlreadyPlaced(long amount) implements PlaceOutcome {}

    /** The account owes more than nothing; it must be settled before anything new is spent. */
    record CreditOwed(long owed) implements PlaceOutcome {}

    /** A cap of the key would be passed. {@code used} is spent plus held in that window. */
    record SpendCapReached(Window window, long cap, long used) implements PlaceOutcome {
        /** Which cap. */
        public enum Window {
            DAY,
            MONTH,
            TOTAL
        }
    }

    /** Lots that may pay now hold less than the amount. */
    record InsufficientCredit(long available) implements PlaceOutcome {}

    /** The hold is open; {@code available} is what is left to spend after it. */
    record Placed(long available) implements PlaceOutcome {}
}
