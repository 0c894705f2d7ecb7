package dev.farebox.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One account while a batch is decided: the parts that the rules read and change. */
final class BookState {
    final Lots lots;
    final Holds holds;
    final Spends spends;
    final Journal journal;
    private long version;
    private long owed;
    private long owedCap;

    BookState(AccountState loaded) {
        lots = new Lots(loaded.lots());
        holds = new Holds(loaded.holds(), loaded.resolutions());
        spends = new Spends(loaded.spends());
        journal = new Journal(loaded);
        version = loaded.version();
        owed = loaded.owed();
        owedCap = loaded.owedCap();
    }

    boolean isOpen() {
        return version > 0;
    }

    long version() {
        return version;
    }

    long owed() {
        return owed;
    }

    long owedCap() {
        return owedCap;
    }

    void owedCap(long to) {
        owedCap = to;
    }

    /** A command leaves a permanent record: the next ledger position. */
    long advance() {
        version = Math.incrementExact(version);
        return version;
    }

    /** Takes up to {@code amount} of usage on credit; gives what the cap let it take. */
    long owe(long amount) {
        long taken = Math.min(amount, Math.max(0, owedCap - owed));
        if (taken > 0) {
            owed = Math.addExact(owed, taken);
            journal.entry(Purpose.OWED, Purpose.USAGE, Asset.CREDIT, null, taken);
        }
        return taken;
    }

    /** Takes back up to {@code amount} of usage on credit; gives what was still owed. */
    long forgive(long amount) {
        long taken = Math.min(amount, owed);
        if (taken > 0) {
            owed -= taken;
            journal.entry(Purpose.USAGE, Purpose.OWED, Asset.CREDIT, null, taken);
        }
        return taken;
    }

    /**
     * Settles what is owed, from {@code first} whether it pays yet or not, then from all that the
     * customer can spend, in burn order; gives how much.
     */
    long repay(@Nullable LotState first, Instant now) {
        long before = owed;
        if (owed > 0 && first != null) {
            repayFrom(first, first.available());
        }
        if (owed > 0) {
            for (LotState lot : lots.inBurnOrder()) {
                repayFrom(lot, lot.spendable(Asset.CREDIT, now));
            }
        }
        return before - owed;
    }

    private void repayFrom(LotState lot, long most) {
        long amount = Math.min(owed, most);
        if (amount > 0) {
            lot.pay(amount);
            owed -= amount;
            journal.entry(Purpose.WALLET, Purpose.OWED, Asset.CREDIT, lot.id(), amount);
        }
    }
}
