package dev.farebox.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What became of an {@link ExpireLot}; the permitted cases stand in order of precedence. */
public sealed interface ExpireLotOutcome extends LedgerOutcome
        permits UnknownAccount,
                Repetition,
                ExpireLotOutcome.UnknownLot,
                ExpireLotOutcome.NotDue,
                ExpireLotOutcome.NothingLeft,
                ExpireLotOutcome.Expired {
    /** The account has no such lot. */
    record UnknownLot() implements ExpireLotOutcome {}

    /** It expires later, or never (null). */
    record NotDue(@Nullable Instant expiresAt) implements ExpireLotOutcome {}

    /** Nothing in it is available. Nothing was written: the id stays free. */
    record NothingLeft() implements ExpireLotOutcome {}

    record Expired(long amount) implements ExpireLotOutcome {}
}
