package dev.farebox.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whether effects keep the books: for each lot, available + held and frozen move as the entries
 * say, held moves as the holds do, and what is owed moves as its entries.
 */
final class BookCheck {
    private final AccountState before;
    private final Effects effects;

    private BookCheck(AccountState before, Effects effects) {
        this.before = before;
        this.effects = effects;
    }

    /**
     * @throws IllegalStateException that says what is off
     */
    static void check(AccountState before, Effects effects) {
        var check = new BookCheck(before, effects);
        check.owed();
        check.lots();
        check.transactions();
    }

    private void owed() {
        expect("owed", effects.owed(), Math.addExact(before.owed(), -moved(Purpose.OWED, null)));
        if (effects.owed() < 0 || effects.version() < before.version()) {
            throw new IllegalStateException(
                    "owed " + effects.owed() + ", version " + effects.version());
        }
    }

    private void lots() {
        var was = new HashMap<UUID, Lot>();
        before.lots().forEach(lot -> was.put(lot.id(), lot));
        var is = new HashMap<>(was);
        effects.changedLots().forEach(lot -> is.put(lot.id(), lot));
        effects.newLots().forEach(lot -> is.put(lot.id(), lot));
        Map<UUID, Long> heldBefore = held(before.holds());
        Map<UUID, Long> heldAfter = held(holdsAfter());
        for (Lot lot : is.values()) {
            UUID id = lot.id();
            Lot old = was.get(id);
            long wallet = old == null ? 0 : old.available() + old.held();
            expect(
                    "wallet of " + id,
                    lot.available() + lot.held(),
                    wallet + moved(Purpose.WALLET, id));
            expect(
                    "frozen of " + id,
                    lot.frozen(),
                    (old == null ? 0 : old.frozen()) + moved(Purpose.FROZEN, id));
            expect(
                    "held of " + id,
                    lot.held() - heldAfter.getOrDefault(id, 0L),
                    (old == null ? 0 : old.held()) - heldBefore.getOrDefault(id, 0L));
        }
    }

    private void transactions() {
        for (Resolution resolution : effects.resolutions()) {
            long usage = 0;
            for (Entry entry : effects.entries()) {
                if (entry.transaction().equals(resolution.hold().id().value())
                        && entry.credit() == Purpose.USAGE) {
                    usage += entry.amount();
                }
            }
            expect("charge of " + resolution.hold().id(), usage, resolution.line().charge());
            expect("payers", resolution.charged() + resolution.borne(), usage);
        }
    }

    private List<Hold> holdsAfter() {
        var holds = new HashMap<HoldId, Hold>();
        before.holds().forEach(hold -> holds.put(hold.id(), hold));
        effects.changedHolds().forEach(hold -> holds.put(hold.id(), hold));
        effects.newHolds().forEach(hold -> holds.put(hold.id(), hold));
        effects.endedHolds().forEach(holds::remove);
        return new ArrayList<>(holds.values());
    }

    private static Map<UUID, Long> held(List<Hold> holds) {
        var held = new HashMap<UUID, Long>();
        for (Hold hold : holds) {
            for (int i = 0; i < hold.split().size(); i++) {
                held.merge(hold.split().lot(i), hold.split().amount(i), Math::addExact);
            }
        }
        return held;
    }

    /** What came to a purpose less what left it; of one lot where one is named. */
    private long moved(Purpose purpose, @Nullable UUID lot) {
        long sum = 0;
        for (Entry entry : effects.entries()) {
            if (lot == null || lot.equals(entry.lot())) {
                sum += entry.credit() == purpose ? entry.amount() : 0;
                sum -= entry.debit() == purpose ? entry.amount() : 0;
            }
        }
        return sum;
    }

    private static void expect(String what, long actual, long expected) {
        if (actual != expected) {
            throw new IllegalStateException(what + " is " + actual + ", should be " + expected);
        }
    }
}
