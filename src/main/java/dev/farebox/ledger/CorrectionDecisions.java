package dev.farebox.ledger;

import dev.farebox.ledger.CorrectOutcome.Corrected;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The rules for giving a charge back. */
final class CorrectionDecisions {
    private final BookState book;

    CorrectionDecisions(BookState book) {
        this.book = book;
    }

    CorrectOutcome correct(Correct op, Instant now) {
        if (!book.isOpen()) {
            return new UnknownAccount();
        }
        Repetition repetition = book.journal.repetition(op);
        if (repetition != null) {
            return repetition;
        }
        Recorded original = book.journal.recorded(op.original());
        if (original == null) {
            return new CorrectOutcome.UnknownTransaction();
        }
        if (original.kind() != TransactionKind.CAPTURE) {
            return new CorrectOutcome.NotACharge(original.kind());
        }
        List<Entry> charge =
                original.legs().stream().filter(leg -> leg.credit() == Purpose.USAGE).toList();
        long left = Math.subtractExact(total(charge), original.undone());
        if (left == 0) {
            return new CorrectOutcome.NothingLeft();
        }
        long amount = op.amount() == Correct.ALL_THAT_IS_LEFT ? left : op.amount();
        if (amount > left) {
            return new CorrectOutcome.MoreThanCharged(left);
        }
        return new Unwinding(op, now).unwind(charge, original.undone(), amount);
    }

    private static long total(List<Entry> legs) {
        long sum = 0;
        for (Entry leg : legs) {
            sum = Math.addExact(sum, leg.amount());
        }
        return sum;
    }

    /** One correction under way. */
    private final class Unwinding {
        private final Correct op;
        private final Instant now;
        private long toWallet;
        private long toOwed;
        private long toGoodwill;
        private int newLots;

        Unwinding(Correct op, Instant now) {
            this.op = op;
            this.now = now;
        }

        Corrected unwind(List<Entry> charge, long undone, long amount) {
            book.journal.begin(op.transaction());
            long skip = undone;
            long rest = amount;
            for (Entry leg : charge.reversed()) {
                long skipped = Math.min(skip, leg.amount());
                skip -= skipped;
                long returned = Math.min(rest, leg.amount() - skipped);
                if (returned > 0) {
                    rest -= returned;
                    giveBack(leg, returned);
                }
            }
            if (rest != 0) {
                throw new IllegalStateException(
                        rest + " of " + amount + " found no leg of " + op.original());
            }
            long repaid = book.repay(null, now);
            book.journal.record(op, op.original(), amount, book.advance());
            return new Corrected(
                    toWallet, toOwed, toGoodwill, repaid, book.lots.available(Asset.CREDIT, now));
        }

        private void giveBack(Entry leg, long amount) {
            switch (leg.debit()) {
                case WALLET -> toLot(leg, amount);
                case OWED -> offTheDebt(amount);
                case GOODWILL -> {
                    book.journal.entry(Purpose.USAGE, Purpose.GOODWILL, leg.asset(), null, amount);
                    toGoodwill += amount;
                }
                case FROZEN, ISSUED, USAGE, BREAKAGE, PROMOTION, COMPENSATION, ROUNDING, TRANSIT ->
                        throw new IllegalStateException("a charge never draws on " + leg);
            }
        }

        private void toLot(Entry leg, long amount) {
            LotState lot = book.lots.get(leg.lotId());
            if (lot.terms().isExpired(now)) {
                lot = book.lots.add(inPlaceOf(lot.terms(), amount));
            } else {
                lot.receive(amount);
            }
            enter(lot, amount);
        }

        /** What was repaid since becomes a lot of its own: nobody remembers what repaid it. */
        private void offTheDebt(long amount) {
            long forgiven = book.forgive(amount);
            toOwed += forgiven;
            if (forgiven < amount) {
                long repaid = amount - forgiven;
                enter(book.lots.add(goodwill(repaid)), repaid);
            }
        }

        private void enter(LotState lot, long amount) {
            book.journal.entry(
                    Purpose.USAGE, Purpose.WALLET, lot.terms().asset(), lot.id(), amount);
            toWallet += amount;
        }

        private Lot inPlaceOf(Lot expired, long amount) {
            return new Lot(
                    nextLotId(),
                    expired.asset(),
                    expired.colour(),
                    expired.priority(),
                    now,
                    now.plus(op.grace()),
                    expired.creditLine(),
                    LotOrigin.childOf(expired.id()),
                    amount,
                    amount,
                    0,
                    0);
        }

        private Lot goodwill(long amount) {
            return new Lot(
                    nextLotId(),
                    Asset.CREDIT,
                    Colour.GOODWILL,
                    Lot.ORDINARY_PRIORITY,
                    now,
                    null,
                    false,
                    LotOrigin.FREE,
                    amount,
                    amount,
                    0,
                    0);
        }

        /** The transaction's id, then the ids that follow it: made of nothing but the command. */
        private UUID nextLotId() {
            UUID id = op.transaction();
            return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits() + newLots++);
        }
    }
}
