package dev.farebox.ledger;

import dev.farebox.ledger.CaptureOutcome.Captured;
import dev.farebox.ledger.EndHoldOutcome.Ended;
import dev.farebox.ledger.PlaceOutcome.SpendCapReached;
import java.time.Instant;
import java.util.UUID;

/** The rules for holds: place, extend, capture, and the end by expiry or recovery. */
final class HoldDecisions {
    private static final Asset ASSET = Asset.CREDIT;

    private final BookState book;

    HoldDecisions(BookState book) {
        this.book = book;
    }

    PlaceOutcome place(PlaceHold op, Instant now) {
        if (!book.isOpen()) {
            return new PlaceOutcome.UnknownAccount();
        }
        if (book.holds.isResolved(op.hold())) {
            return new PlaceOutcome.AlreadyResolved();
        }
        Hold open = book.holds.open(op.hold());
        if (open != null) {
            return new PlaceOutcome.AlreadyPlaced(open.split().total());
        }
        if (book.owed() > 0) {
            return new PlaceOutcome.CreditOwed(book.owed());
        }
        SpendCapReached reached = book.spends.reached(op.caps(), op.amount());
        if (reached != null) {
            return reached;
        }
        long available = book.lots.available(ASSET, now);
        if (available < op.amount()) {
            return new PlaceOutcome.InsufficientCredit(available);
        }
        Split split = book.lots.setAside(Split.NOTHING, ASSET, op.amount(), now);
        book.spends.hold(op.caps(), 0, op.amount());
        book.holds.place(
                new Hold(
                        op.hold(),
                        op.node(),
                        op.caps().keyId(),
                        op.caps().day(),
                        now,
                        op.expiresAt(),
                        0,
                        split));
        return new PlaceOutcome.Placed(available - op.amount());
    }

    ExtendOutcome extend(ExtendHold op, Instant now) {
        Hold hold = book.holds.open(op.hold());
        if (hold == null) {
            return new ExtendOutcome.UnknownHold();
        }
        SpendCapReached reached = book.spends.reached(op.caps(), op.minimum());
        if (reached != null) {
            refresh(hold, op, hold.split());
            return new ExtendOutcome.SpendCapReached(
                    reached.window(), reached.cap(), reached.used());
        }
        long available = book.lots.available(ASSET, now);
        if (available < op.minimum()) {
            refresh(hold, op, hold.split());
            return new ExtendOutcome.InsufficientCredit(available);
        }
        long most = Math.min(available, book.spends.room(op.caps()));
        long added = Math.min(op.desired(), most);
        Split split = hold.split();
        if (added > 0) {
            split = book.lots.setAside(split, ASSET, added, now);
            book.spends.hold(op.caps(), hold.split().total(), added);
        }
        refresh(hold, op, split);
        return new ExtendOutcome.Extended(added, split.total());
    }

    CaptureOutcome capture(CaptureHold op, Instant now) {
        Hold hold = book.holds.open(op.hold());
        if (hold == null) {
            return book.holds.isResolved(op.hold())
                    ? new CaptureOutcome.AlreadyResolved(book.holds.charged(op.hold()))
                    : new CaptureOutcome.UnknownHold();
        }
        return settle(hold, op.line(), now);
    }

    EndHoldOutcome expire(ExpireHold op, Instant now) {
        Hold hold = book.holds.open(op.hold());
        if (hold == null) {
            return notOpen(op.hold());
        }
        if (now.isBefore(hold.expiresAt())) {
            return new EndHoldOutcome.NotDue(hold.expiresAt());
        }
        return end(hold, op.line(), now);
    }

    EndHoldOutcome recover(RecoverHold op, Instant now) {
        Hold hold = book.holds.open(op.hold());
        if (hold == null) {
            return notOpen(op.hold());
        }
        if (!hold.node().equals(op.node())) {
            return new EndHoldOutcome.OtherNode(hold.node());
        }
        return end(hold, op.line(), now);
    }

    private EndHoldOutcome notOpen(HoldId id) {
        return book.holds.isResolved(id)
                ? new EndHoldOutcome.AlreadyResolved(book.holds.charged(id))
                : new EndHoldOutcome.UnknownHold();
    }

    private EndHoldOutcome end(Hold hold, UsageLine line, Instant now) {
        if (line.charge() > hold.checkpoint()) {
            return new EndHoldOutcome.ChargeAboveCheckpoint(hold.checkpoint());
        }
        Captured end = settle(hold, line, now);
        return new Ended(end.charged(), end.owed(), end.borne(), end.available());
    }

    /** Records a later checkpoint and expiry, and what the hold has now, where that is a change. */
    private void refresh(Hold hold, ExtendHold op, Split split) {
        long checkpoint = Math.max(hold.checkpoint(), op.checkpoint());
        Instant expiresAt =
                op.expiresAt().isAfter(hold.expiresAt()) ? op.expiresAt() : hold.expiresAt();
        Hold changed = hold.with(expiresAt, checkpoint, split);
        if (!changed.equals(hold)) {
            book.holds.change(changed);
        }
    }

    /**
     * Ends an open hold. A charge beyond it first widens it to what is available; what even that
     * does not cover is owed as far as the cap goes, and borne by the operator from there.
     */
    private Captured settle(Hold hold, UsageLine line, Instant now) {
        long charge = line.charge();
        Split split = hold.split();
        if (charge > split.total()) {
            split = book.lots.setAside(split, ASSET, charge - split.total(), now);
        }
        book.journal.begin(hold.id().value());
        long paid = burn(split, charge);
        long owed = book.owe(charge - paid);
        long borne = charge - paid - owed;
        if (borne > 0) {
            book.journal.entry(Purpose.GOODWILL, Purpose.USAGE, ASSET, null, borne);
        }
        long charged = paid + owed;
        book.spends.settle(hold, charged);
        book.repay(null, now);
        book.holds.end(hold.id(), charged);
        book.journal.resolve(new Resolution(hold, line, charged, owed, borne, book.advance()));
        return new Captured(charged, owed, borne, book.lots.available(ASSET, now));
    }

    /** Takes up to {@code charge} from the parts in order; the rest of them is available again. */
    private long burn(Split split, long charge) {
        long rest = charge;
        for (int i = 0; i < split.size(); i++) {
            UUID lot = split.lot(i);
            long used = Math.min(rest, split.amount(i));
            book.lots.get(lot).settle(split.amount(i), used);
            if (used > 0) {
                book.journal.entry(Purpose.WALLET, Purpose.USAGE, ASSET, lot, used);
                rest -= used;
            }
        }
        return charge - rest;
    }
}
