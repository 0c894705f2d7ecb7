package dev.farebox.ledger;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A command on its way through a lane, and the answer that its caller waits for. Once queued it is
 * touched by the lane's writer alone.
 *
 * <p>What was decided survives an attempt whose commit was never acknowledged: when the next
 * attempt finds the command carried out, the first answer is the true one.
 */
final class Queued {
    /** The deadline of a command that is never given up: dropping it would lose money. */
    static final long NEVER = Long.MAX_VALUE;

    private final LedgerOp op;
    private final HoldId hold;
    private final long deadline;
    private final CompletableFuture<LedgerOutcome> answer = new CompletableFuture<>();
    private @Nullable LedgerOutcome decided;

    /** {@code deadline} is a {@link System#nanoTime} or {@link #NEVER}. */
    Queued(LedgerOp op, HoldId hold, long deadline) {
        this.op = op;
        this.hold = hold;
        this.deadline = deadline;
    }

    LedgerOp op() {
        return op;
    }

    HoldId hold() {
        return hold;
    }

    CompletableFuture<LedgerOutcome> answer() {
        return answer;
    }

    /** True when the caller would rather be refused than wait past {@code nanos}. */
    boolean isOverdue(long nanos) {
        return deadline != NEVER && nanos - deadline >= 0;
    }

    /**
     * True when an earlier attempt extended the hold after all: it has the amount that was decided.
     * (Other commands tell by themselves that they were carried out before.)
     */
    boolean hasExtended(long held) {
        return decided instanceof ExtendOutcome.Extended done
                && done.added() > 0
                && done.amount() == held;
    }

    void decide(LedgerOutcome outcome) {
        if (!repeats(outcome, decided)) {
            decided = outcome;
        }
    }

    /** Whether {@code now} says no more than that {@code before} was committed. */
    private static boolean repeats(LedgerOutcome now, @Nullable LedgerOutcome before) {
        if (now instanceof PlaceOutcome.AlreadyPlaced) {
            return before instanceof PlaceOutcome.Placed;
        }
        if (now instanceof CaptureOutcome.AlreadyResolved(long charged)) {
            return before instanceof CaptureOutcome.Captured first && first.charged() == charged;
        }
        if (now instanceof EndHoldOutcome.AlreadyResolved(long charged)) {
            return before instanceof EndHoldOutcome.Ended first && first.charged() == charged;
        }
        return false;
    }

    /** Answers what was decided; call it after the commit. */
    void complete() {
        answer.complete(decided);
    }

    void fail(RuntimeException why) {
        answer.completeExceptionally(why);
    }
}
