package dev.farebox.ledger;

import java.time.Instant;
import java.util.UUID;

/**
 * What became of an {@link ExpireHold} or a {@link RecoverHold}; the cases stand in order of
 * precedence.
 */
public sealed interface EndHoldOutcome extends LedgerOutcome {
    /** The hold was resolved before; {@code charged} is what counted then. Nothing was written. */
    record AlreadyResolved(long charged) implements EndHoldOutcome {}

    /** No such hold, and none was resolved. Nothing was written. */
    record UnknownHold() implements EndHoldOutcome {}

    /** It expires later (it was extended meanwhile). Only for expiry. */
    record NotDue(Instant expiresAt) implements EndHoldOutcome {}

    /** Another node answers for it. Only for recovery. */
    record OtherNode(UUID node) implements EndHoldOutcome {}

    /** The line charges more than what was used for certain. */
    record ChargeAboveCheckpoint(long checkpoint) implements EndHoldOutcome {}

    /** As {@link CaptureOutcome.Captured}. */
    record Ended(long charged, long owed, long borne, long available) implements EndHoldOutcome {}
}
