package dev.farebox.ledger;

/** What became of a {@link Correct}; the permitted cases stand in order of precedence. */
public sealed interface CorrectOutcome extends LedgerOutcome
        permits UnknownAccount,
                Repetition,
                CorrectOutcome.UnknownTransaction,
                CorrectOutcome.NotACharge,
                CorrectOutcome.NothingLeft,
                CorrectOutcome.MoreThanCharged,
                CorrectOutcome.Corrected {
    /** The account has no transaction with the original's id. */
    record UnknownTransaction() implements CorrectOutcome {}

    /** The original took nothing for usage. */
    record NotACharge(TransactionKind kind) implements CorrectOutcome {}

    /** The charge was 0, or earlier corrections returned all of it. */
    record NothingLeft() implements CorrectOutcome {}

    /** Only {@code left} of the charge is not returned yet. */
    record MoreThanCharged(long left) implements CorrectOutcome {}

    /**
     * Returned: {@code toWallet} to lots, {@code toOwed} off the debt, {@code toGoodwill} to the
     * operator, who had borne it. {@code repaid} of what came to the wallet went on to settle what
     * was owed; {@code available} is what the customer can spend now.
     */
    record Corrected(long toWallet, long toOwed, long toGoodwill, long repaid, long available)
            implements CorrectOutcome {}
}
