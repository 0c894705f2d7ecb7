package dev.farebox.ledger;

import java.time.Instant;

/** The rules for what comes into an account and what expires there. */
final class LotDecisions {
    private final BookState book;

    LotDecisions(BookState book) {
        this.book = book;
    }

    OpenAccountOutcome open(OpenAccount op) {
        Repetition repetition = book.journal.repetition(op);
        if (repetition != null) {
            return repetition;
        }
        if (book.isOpen()) {
            return new OpenAccountOutcome.AlreadyOpen();
        }
        book.owedCap(op.owedCap());
        book.journal.record(op, null, 0, book.advance());
        return new OpenAccountOutcome.Opened();
    }

    OwedCapOutcome setOwedCap(SetOwedCap op) {
        if (!book.isOpen()) {
            return new UnknownAccount();
        }
        Repetition repetition = book.journal.repetition(op);
        if (repetition != null) {
            return repetition;
        }
        long previous = book.owedCap();
        book.owedCap(op.owedCap());
        book.journal.record(op, null, 0, book.advance());
        return new OwedCapOutcome.Changed(previous);
    }

    GrantOutcome grant(Grant op, Instant now) {
        if (!book.isOpen()) {
            return new UnknownAccount();
        }
        Repetition repetition = book.journal.repetition(op);
        if (repetition != null) {
            return repetition;
        }
        LotState lot = book.lots.add(op.lot());
        book.journal.begin(op.transaction());
        book.journal.entry(op.colour().source(), Purpose.WALLET, op.asset(), lot.id(), op.amount());
        long repaid = book.repay(op.asset() == Asset.CREDIT ? lot : null, now);
        book.journal.record(op, null, op.amount(), book.advance());
        return new GrantOutcome.Granted(lot.id(), repaid, book.lots.available(Asset.CREDIT, now));
    }

    ExpireLotOutcome expire(ExpireLot op, Instant now) {
        if (!book.isOpen()) {
            return new UnknownAccount();
        }
        Repetition repetition = book.journal.repetition(op);
        if (repetition != null) {
            return repetition;
        }
        LotState lot = book.lots.find(op.lot());
        if (lot == null) {
            return new ExpireLotOutcome.UnknownLot();
        }
        if (!lot.terms().isExpired(now)) {
            return new ExpireLotOutcome.NotDue(lot.terms().expiresAt());
        }
        long amount = lot.available();
        if (amount == 0) {
            return new ExpireLotOutcome.NothingLeft();
        }
        lot.pay(amount);
        book.journal.begin(op.transaction());
        book.journal.entry(Purpose.WALLET, Purpose.BREAKAGE, lot.terms().asset(), lot.id(), amount);
        book.journal.record(op, null, amount, book.advance());
        return new ExpireLotOutcome.Expired(amount);
    }
}
