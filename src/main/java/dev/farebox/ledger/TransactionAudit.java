package dev.farebox.ledger;

import dev.farebox.ledger.AuditStore.RecordRow;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Checks that the legs of one transaction are all there and say what its record says. */
final class TransactionAudit {
    private final AccountKey account;
    private final RecordRow record;
    private int legs;
    private long seal = Seal.EMPTY;
    private long moved;
    private long owed;
    private long borne;

    TransactionAudit(AccountKey account, RecordRow record) {
        this.account = account;
        this.record = record;
    }

    /** The next leg, with the lot that it names if the account has it. */
    void leg(Entry leg, @Nullable Lot lot) {
        if (leg.leg() != legs || legs >= record.legs()) {
            throw new BookDifference(
                    leg.leg() < record.legs()
                            ? name(legs) + " is missing"
                            : name(leg.leg()) + " was added: only " + record.legs() + " belong");
        }
        if (needsLot(leg) != (leg.lot() != null)) {
            throw new BookDifference(
                    "%s goes from %s to %s with lot %s"
                            .formatted(name(legs), leg.debit(), leg.credit(), leg.lot()));
        }
        if (leg.lot() != null && (lot == null || lot.asset() != leg.asset())) {
            throw new BookDifference(
                    "%s names lot %s, which is not the account's or of another asset"
                            .formatted(name(legs), leg.lot()));
        }
        count(leg, lot);
        seal = Seal.with(seal, leg);
        legs++;
    }

    private static boolean needsLot(Entry leg) {
        return hasLot(leg.debit()) || hasLot(leg.credit());
    }

    private static boolean hasLot(Purpose purpose) {
        return purpose == Purpose.WALLET || purpose == Purpose.FROZEN;
    }

    private void count(Entry leg, @Nullable Lot lot) {
        if (isRepayment(leg) && mayRepay()) {
            return;
        }
        if (!serves(leg, lot)) {
            throw new BookDifference(
                    "%s goes from %s to %s, which no %s does"
                            .formatted(name(legs), leg.debit(), leg.credit(), record.kind()));
        }
        moved = Math.addExact(moved, leg.amount());
        owed = Math.addExact(owed, leg.debit() == Purpose.OWED ? leg.amount() : 0);
        borne = Math.addExact(borne, leg.debit() == Purpose.GOODWILL ? leg.amount() : 0);
    }

    private static boolean isRepayment(Entry leg) {
        return leg.debit() == Purpose.WALLET && leg.credit() == Purpose.OWED;
    }

    private boolean mayRepay() {
        return switch (record.kind()) {
            case CAPTURE, GRANT, UNFREEZE, CORRECTION -> true;
            case OPEN_ACCOUNT, OWED_CAP, EXPIRY, FREEZE -> false;
        };
    }

    /** Whether a leg is what the transaction was made for. */
    private boolean serves(Entry leg, @Nullable Lot lot) {
        return switch (record.kind()) {
            case CAPTURE -> leg.credit() == Purpose.USAGE && isPayer(leg.debit());
            case CORRECTION -> leg.debit() == Purpose.USAGE && isPayer(leg.credit());
            case GRANT ->
                    leg.credit() == Purpose.WALLET
                            && lot != null
                            && leg.debit() == lot.colour().source();
            case EXPIRY -> leg.debit() == Purpose.WALLET && leg.credit() == Purpose.BREAKAGE;
            case FREEZE -> leg.debit() == Purpose.WALLET && leg.credit() == Purpose.FROZEN;
            case UNFREEZE -> leg.debit() == Purpose.FROZEN && leg.credit() == Purpose.WALLET;
            case OPEN_ACCOUNT, OWED_CAP -> false;
        };
    }

    private static boolean isPayer(Purpose purpose) {
        return purpose == Purpose.WALLET || purpose == Purpose.OWED || purpose == Purpose.GOODWILL;
    }

    void end() {
        if (legs < record.legs()) {
            throw new BookDifference(name(legs) + " is missing");
        }
        expect("moved", record.moved(), moved);
        if (record.kind() == TransactionKind.CAPTURE) {
            expect("charged", record.charged(), moved - borne);
            expect("owed", record.owed(), owed);
            expect("borne", record.borne(), borne);
        }
        if (seal != record.seal()) {
            throw new BookDifference(
                    "the entries of %s are not those that were written".formatted(name()));
        }
    }

    private void expect(String what, long says, long gives) {
        if (says != gives) {
            throw new BookDifference(
                    "%s says %d %s, but its entries give %d".formatted(name(), says, what, gives));
        }
    }

    private String name(int leg) {
        return "leg %d of %s".formatted(leg, name());
    }

    private String name() {
        UUID id = record.id();
        return record.kind() == TransactionKind.CAPTURE
                ? "usage line %s of account %s".formatted(id, account.account())
                : "transaction %s (%s) of account %s"
                        .formatted(id, record.kind(), account.account());
    }
}
