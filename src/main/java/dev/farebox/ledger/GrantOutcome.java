package dev.farebox.ledger;

import java.util.UUID;

/** What became of a {@link Grant}; the permitted cases stand in order of precedence. */
public sealed interface GrantOutcome extends LedgerOutcome
        permits UnknownAccount, Repetition, GrantOutcome.Granted {
    /**
     * {@code repaid} of what was owed is settled; {@code available} is what the customer can spend
     * now.
     */
    record Granted(UUID lot, long repaid, long available) implements GrantOutcome {}
}
