package dev.farebox.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The rules for locking lots and letting them go. */
final class FreezeDecisions {
    private final BookState book;

    FreezeDecisions(BookState book) {
        this.book = book;
    }

    FreezeOutcome freeze(Freeze op) {
        if (!book.isOpen()) {
            return new UnknownAccount();
        }
        Repetition repetition = book.journal.repetition(op);
        if (repetition != null) {
            return repetition;
        }
        var scope = new HashSet<UUID>();
        switch (op.scope()) {
            case Freeze.Scope.WholeAccount() ->
                    book.lots.inBurnOrder().forEach(lot -> scope.add(lot.id()));
            case Freeze.Scope.Lots(var ids) -> {
                for (UUID id : ids) {
                    if (book.lots.find(id) == null) {
                        return new FreezeOutcome.UnknownLot(id);
                    }
                    scope.add(id);
                }
            }
        }
        var cuts = new HashMap<UUID, Long>();
        List<Hold> kept = split(scope, cuts);
        long available = 0;
        for (UUID id : scope) {
            available = Math.addExact(available, book.lots.get(id).available());
        }
        if (available == 0 && cuts.isEmpty()) {
            return new FreezeOutcome.NothingToFreeze();
        }
        return lock(op, scope, cuts, kept);
    }

    UnfreezeOutcome unfreeze(Unfreeze op, Instant now) {
        if (!book.isOpen()) {
            return new UnknownAccount();
        }
        Repetition repetition = book.journal.repetition(op);
        if (repetition != null) {
            return repetition;
        }
        Recorded freeze = book.journal.recorded(op.freeze());
        if (freeze == null || freeze.kind() != TransactionKind.FREEZE) {
            return new UnfreezeOutcome.UnknownFreeze();
        }
        if (freeze.undone() > 0) {
            return new UnfreezeOutcome.AlreadyUnfrozen();
        }
        book.journal.begin(op.transaction());
        long amount = 0;
        for (Entry leg : freeze.legs().reversed()) {
            LotState lot = book.lots.get(leg.lotId());
            lot.unfreeze(leg.amount());
            book.journal.entry(Purpose.FROZEN, Purpose.WALLET, leg.asset(), lot.id(), leg.amount());
            amount = Math.addExact(amount, leg.amount());
        }
        long repaid = book.repay(null, now);
        book.journal.record(op, op.freeze(), amount, book.advance());
        return new UnfreezeOutcome.Unfrozen(amount, repaid, book.lots.available(Asset.CREDIT, now));
    }

    /** Which open holds lose something, as they stand afterwards; adds up the loss by lot. */
    private List<Hold> split(Set<UUID> scope, Map<UUID, Long> cuts) {
        var kept = new ArrayList<Hold>();
        for (Hold hold : book.holds.open()) {
            Split share = share(hold, scope, cuts);
            if (share.total() < hold.split().total()) {
                kept.add(hold.with(share));
            }
        }
        return kept;
    }

    /** What a hold keeps: of the scope, its checkpoint's share; all of its other lots. */
    private static Split share(Hold hold, Set<UUID> scope, Map<UUID, Long> cuts) {
        Split split = hold.split();
        var lots = new ArrayList<UUID>();
        var amounts = new ArrayList<Long>();
        long used = hold.checkpoint();
        for (int i = 0; i < split.size(); i++) {
            UUID lot = split.lot(i);
            long part = split.amount(i);
            long keeps = scope.contains(lot) ? Math.min(used, part) : part;
            used -= Math.min(used, part);
            if (keeps > 0) {
                lots.add(lot);
                amounts.add(keeps);
            }
            if (keeps < part) {
                cuts.merge(lot, part - keeps, Math::addExact);
            }
        }
        return new Split(
                lots.toArray(UUID[]::new), amounts.stream().mapToLong(Long::longValue).toArray());
    }

    private FreezeOutcome lock(Freeze op, Set<UUID> scope, Map<UUID, Long> cuts, List<Hold> kept) {
        for (Hold hold : kept) {
            Hold before = book.holds.open(hold.id());
            if (before != null) {
                book.spends.cut(before, before.split().total() - hold.split().total());
                book.holds.change(hold);
            }
        }
        book.journal.begin(op.transaction());
        long amount = 0;
        long fromHolds = 0;
        for (LotState lot : book.lots.inBurnOrder()) {
            long cut = cuts.getOrDefault(lot.id(), 0L);
            long frozen = Math.addExact(scope.contains(lot.id()) ? lot.available() : 0, cut);
            if (frozen > 0) {
                lot.freeze(frozen - cut, cut);
                book.journal.entry(
                        Purpose.WALLET, Purpose.FROZEN, lot.terms().asset(), lot.id(), frozen);
                amount = Math.addExact(amount, frozen);
                fromHolds = Math.addExact(fromHolds, cut);
            }
        }
        book.journal.record(op, null, amount, book.advance());
        return new FreezeOutcome.Frozen(amount, fromHolds);
    }
}
