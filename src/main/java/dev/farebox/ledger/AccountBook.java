package dev.farebox.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One account's book while a batch of commands is decided: what was loaded, and what the commands
 * before changed. Pure: no clock, no input or output. Not for use by several threads.
 *
 * <p>{@code now} is the writer's time in whole microseconds. Commands apply one after the other; a
 * batch gives what its commands give one by one. A command that throws leaves the book unusable:
 * drop it.
 */
final class AccountBook {
    private final AccountState loaded;
    private final BookState book;
    private final HoldDecisions holds;
    private final LotDecisions lots;
    private final FreezeDecisions freezes;
    private final CorrectionDecisions corrections;

    AccountBook(AccountState loaded) {
        this.loaded = loaded;
        this.book = new BookState(loaded);
        this.holds = new HoldDecisions(book);
        this.lots = new LotDecisions(book);
        this.freezes = new FreezeDecisions(book);
        this.corrections = new CorrectionDecisions(book);
    }

    PlaceOutcome place(PlaceHold op, Instant now) {
        return holds.place(op, now);
    }

    ExtendOutcome extend(ExtendHold op, Instant now) {
        return holds.extend(op, now);
    }

    CaptureOutcome capture(CaptureHold op, Instant now) {
        return holds.capture(op, now);
    }

    EndHoldOutcome expire(ExpireHold op, Instant now) {
        return holds.expire(op, now);
    }

    EndHoldOutcome recover(RecoverHold op, Instant now) {
        return holds.recover(op, now);
    }

    OpenAccountOutcome open(OpenAccount op) {
        return lots.open(op);
    }

    OwedCapOutcome setOwedCap(SetOwedCap op) {
        return lots.setOwedCap(op);
    }

    GrantOutcome grant(Grant op, Instant now) {
        return lots.grant(op, now);
    }

    ExpireLotOutcome expire(ExpireLot op, Instant now) {
        return lots.expire(op, now);
    }

    FreezeOutcome freeze(Freeze op) {
        return freezes.freeze(op);
    }

    UnfreezeOutcome unfreeze(Unfreeze op, Instant now) {
        return freezes.unfreeze(op, now);
    }

    CorrectOutcome correct(Correct op, Instant now) {
        return corrections.correct(op, now);
    }

    /** Decides a command of any kind, as the method of its kind does. */
    LedgerOutcome apply(LedgerOp op, Instant now) {
        return switch (op) {
            case PlaceHold place -> place(place, now);
            case ExtendHold extend -> extend(extend, now);
            case CaptureHold capture -> capture(capture, now);
            case ExpireHold expire -> expire(expire, now);
            case RecoverHold recover -> recover(recover, now);
            case OpenAccount open -> open(open);
            case SetOwedCap cap -> setOwedCap(cap);
            case Grant grant -> grant(grant, now);
            case ExpireLot expire -> expire(expire, now);
            case Freeze freeze -> freeze(freeze);
            case Unfreeze unfreeze -> unfreeze(unfreeze, now);
            case Correct correct -> correct(correct, now);
        };
    }

    /** What all commands so far change. */
    Effects effects() {
        var newLots = new ArrayList<Lot>();
        var changedLots = new ArrayList<Lot>();
        for (LotState lot : book.lots.inBurnOrder()) {
            if (lot.isNew()) {
                newLots.add(lot.now());
            } else if (lot.isChanged()) {
                changedLots.add(lot.now());
            }
        }
        var newHolds = new ArrayList<Hold>();
        var changedHolds = new ArrayList<Hold>();
        var endedHolds = new ArrayList<HoldId>();
        for (HoldState state : book.holds.states()) {
            if (state.isEnded()) {
                if (state.isStored()) {
                    endedHolds.add(state.hold().id());
                }
            } else if (!state.isStored()) {
                newHolds.add(state.hold());
            } else if (state.isChanged()) {
                changedHolds.add(state.hold());
            }
        }
        return new Effects(
                loaded.account(),
                loaded.version(),
                book.version(),
                book.owed(),
                book.owedCap(),
                List.copyOf(book.journal.entries()),
                newLots,
                changedLots,
                newHolds,
                changedHolds,
                endedHolds,
                List.copyOf(book.journal.resolutions()),
                List.copyOf(book.journal.transactions()),
                book.spends.changed());
    }

    /** Checks that the effects so far keep the books; see {@link BookCheck}. */
    void verify() {
        BookCheck.check(loaded, effects());
    }
}
