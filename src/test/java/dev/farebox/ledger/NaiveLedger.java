package dev.farebox.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger should answer and hold, worked out slowly from history: the expectation that
 * random walks compare with, in memory and on PostgreSQL.
 *
 * <p>Its rules are written from the package's README, not from the production code.
 */
final class NaiveLedger {
    private final Map<AccountId, NaiveAccount> accounts = new LinkedHashMap<>();

    NaiveAccount account(AccountId id) {
        return accounts.computeIfAbsent(id, NaiveAccount::new);
    }

    /** Takes the command into the history and gives the outcome that it must have. */
    LedgerOutcome apply(LedgerOp op, Instant now) {
        NaiveAccount account = account(op.account());
        account.firstLeg();
        return switch (op) {
            case PlaceHold place -> place(account, place, now);
            case ExtendHold extend -> extend(account, extend, now);
            case CaptureHold(_, var hold, var line) -> capture(account, hold, line, now);
            case ExpireHold(_, var hold, var line) -> end(account, hold, null, line, now);
            case RecoverHold(_, var hold, var node, var line) ->
                    end(account, hold, node, line, now);
            case OpenAccount open -> open(account, open);
            case SetOwedCap cap -> owedCap(account, cap);
            case Grant grant -> grant(account, grant, now);
            case ExpireLot expire -> expire(account, expire, now);
            case Freeze freeze -> freeze(account, freeze);
            case Unfreeze unfreeze -> unfreeze(account, unfreeze, now);
            case Correct correct -> correct(account, correct, now);
        };
    }

    private static PlaceOutcome place(NaiveAccount account, PlaceHold op, Instant now) {
        if (!account.isOpen()) {
            return new PlaceOutcome.UnknownAccount();
        }
        if (account.holds.containsKey(op.hold())) {
            return account.hold(op.hold()).ended
                    ? new PlaceOutcome.AlreadyResolved()
                    : new PlaceOutcome.AlreadyPlaced(account.total(op.hold()));
        }
        if (account.owed() != 0) {
            return new PlaceOutcome.CreditOwed(account.owed());
        }
        for (Cap cap : caps(op.caps())) {
            long used = used(account, cap);
            if (used + op.amount() > cap.most) {
                return new PlaceOutcome.SpendCapReached(cap.window.window(), cap.most, used);
            }
        }
        long available = account.available(now);
        if (op.amount() > available) {
            return new PlaceOutcome.InsufficientCredit(available);
        }
        account.holds.put(op.hold(), new NaiveAccount.NaiveHold(op, now));
        reserve(account, op.hold(), op.amount(), now);
        return new PlaceOutcome.Placed(available - op.amount());
    }

    private static ExtendOutcome extend(NaiveAccount account, ExtendHold op, Instant now) {
        NaiveAccount.NaiveHold hold = account.holds.get(op.hold());
        if (hold == null || hold.ended) {
            return new ExtendOutcome.UnknownHold();
        }
        hold.checkpoint = Math.max(op.checkpoint(), hold.checkpoint);
        hold.expiresAt = op.expiresAt().isAfter(hold.expiresAt) ? op.expiresAt() : hold.expiresAt;
        long most = op.desired();
        for (Cap cap : caps(op.caps())) {
            long used = used(account, cap);
            long room = Math.max(0, cap.most - used);
            if (room < op.minimum()) {
                return new ExtendOutcome.SpendCapReached(cap.window.window(), cap.most, used);
            }
            most = Math.min(most, room);
        }
        long available = account.available(now);
        if (available < op.minimum()) {
            return new ExtendOutcome.InsufficientCredit(available);
        }
        long added = Math.min(most, available);
        reserve(account, op.hold(), added, now);
        return new ExtendOutcome.Extended(added, account.total(op.hold()));
    }

    private static CaptureOutcome capture(
            NaiveAccount account, HoldId id, UsageLine line, Instant now) {
        NaiveAccount.NaiveHold hold = account.holds.get(id);
        if (hold == null) {
            return new CaptureOutcome.UnknownHold();
        }
        if (hold.ended) {
            return new CaptureOutcome.AlreadyResolved(hold.charged);
        }
        settle(account, hold, line.charge(), now);
        return new CaptureOutcome.Captured(
                hold.charged, hold.owed, hold.borne, account.available(now));
    }

    private static EndHoldOutcome end(
            NaiveAccount account, HoldId id, @Nullable UUID lost, UsageLine line, Instant now) {
        NaiveAccount.NaiveHold hold = account.holds.get(id);
        if (hold == null) {
            return new EndHoldOutcome.UnknownHold();
        }
        if (hold.ended) {
            return new EndHoldOutcome.AlreadyResolved(hold.charged);
        }
        if (lost == null && hold.expiresAt.isAfter(now)) {
            return new EndHoldOutcome.NotDue(hold.expiresAt);
        }
        if (lost != null && !lost.equals(hold.placed.node())) {
            return new EndHoldOutcome.OtherNode(hold.placed.node());
        }
        if (line.charge() > hold.checkpoint) {
            return new EndHoldOutcome.ChargeAboveCheckpoint(hold.checkpoint);
        }
        settle(account, hold, line.charge(), now);
        return new EndHoldOutcome.Ended(
                hold.charged, hold.owed, hold.borne, account.available(now));
    }

    private static void settle(
            NaiveAccount account, NaiveAccount.NaiveHold hold, long charge, Instant now) {
        HoldId id = hold.placed.hold();
        long beyond = Math.max(0, charge - account.total(id));
        reserve(account, id, Math.min(beyond, account.available(now)), now);
        long paid = 0;
        for (var part : account.parts(id).entrySet()) {
            long takes = Math.min(part.getValue(), charge - paid);
            account.moved(
                    id.value(), Purpose.WALLET, Purpose.USAGE, Asset.CREDIT, part.getKey(), takes);
            paid += takes;
        }
        hold.ended = true;
        hold.owed = Math.min(charge - paid, Math.max(0, account.owedCap() - account.owed()));
        hold.charged = paid + hold.owed;
        hold.borne = charge - hold.charged;
        account.moved(id.value(), Purpose.OWED, Purpose.USAGE, Asset.CREDIT, null, hold.owed);
        account.moved(id.value(), Purpose.GOODWILL, Purpose.USAGE, Asset.CREDIT, null, hold.borne);
        repay(account, id.value(), now);
        account.onRecord();
    }

    private static OpenAccountOutcome open(NaiveAccount account, OpenAccount op) {
        if (account.postings.containsKey(op.transaction())) {
            return again(account, op);
        }
        if (account.isOpen()) {
            return new OpenAccountOutcome.AlreadyOpen();
        }
        account.owable(op.owedCap());
        account.posted(op, null, 0);
        return new OpenAccountOutcome.Opened();
    }

    private static OwedCapOutcome owedCap(NaiveAccount account, SetOwedCap op) {
        if (!account.isOpen()) {
            return new UnknownAccount();
        }
        if (account.postings.containsKey(op.transaction())) {
            return again(account, op);
        }
        long previous = account.owedCap();
        account.owable(op.owedCap());
        account.posted(op, null, 0);
        return new OwedCapOutcome.Changed(previous);
    }

    private static GrantOutcome grant(NaiveAccount account, Grant op, Instant now) {
        if (!account.isOpen()) {
            return new UnknownAccount();
        }
        if (account.postings.containsKey(op.transaction())) {
            return again(account, op);
        }
        UUID lot = op.transaction();
        account.lotCame(
                new Lot(
                        lot,
                        op.asset(),
                        op.colour(),
                        op.priority(),
                        op.effectiveAt(),
                        op.expiresAt(),
                        op.creditLine(),
                        op.origin(),
                        op.amount(),
                        0,
                        0,
                        0));
        Purpose from =
                switch (op.colour()) {
                    case BONUS, PROMOTIONAL -> Purpose.PROMOTION;
                    case GOODWILL -> Purpose.GOODWILL;
                    case COMPENSATION -> Purpose.COMPENSATION;
                    case PAID, REDEEMED, MANUAL, CONVERTED, GIFTED -> Purpose.ISSUED;
                };
        account.moved(lot, from, Purpose.WALLET, op.asset(), lot, op.amount());
        long owed = account.owed();
        if (op.asset() == Asset.CREDIT) {
            account.moved(
                    lot,
                    Purpose.WALLET,
                    Purpose.OWED,
                    Asset.CREDIT,
                    lot,
                    Math.min(owed, op.amount()));
        }
        repay(account, lot, now);
        account.posted(op, null, op.amount());
        return new GrantOutcome.Granted(lot, owed - account.owed(), account.available(now));
    }

    private static ExpireLotOutcome expire(NaiveAccount account, ExpireLot op, Instant now) {
        if (!account.isOpen()) {
            return new UnknownAccount();
        }
        if (account.postings.containsKey(op.transaction())) {
            return again(account, op);
        }
        for (Lot lot : account.lots()) {
            if (lot.id().equals(op.lot())) {
                Instant end = lot.expiresAt();
                if (end == null || end.isAfter(now)) {
                    return new ExpireLotOutcome.NotDue(end);
                }
                if (lot.available() == 0) {
                    return new ExpireLotOutcome.NothingLeft();
                }
                account.moved(
                        op.transaction(),
                        Purpose.WALLET,
                        Purpose.BREAKAGE,
                        lot.asset(),
                        lot.id(),
                        lot.available());
                account.posted(op, null, lot.available());
                return new ExpireLotOutcome.Expired(lot.available());
            }
        }
        return new ExpireLotOutcome.UnknownLot();
    }

    private static FreezeOutcome freeze(NaiveAccount account, Freeze op) {
        if (!account.isOpen()) {
            return new UnknownAccount();
        }
        if (account.postings.containsKey(op.transaction())) {
            return again(account, op);
        }
        List<UUID> scope = account.lotIds();
        if (op.scope() instanceof Freeze.Scope.Lots(var ids)) {
            for (UUID id : ids) {
                if (!scope.contains(id)) {
                    return new FreezeOutcome.UnknownLot(id);
                }
            }
            scope = ids;
        }
        long fromHolds = 0;
        for (NaiveAccount.NaiveHold hold : account.holds.values()) {
            if (hold.ended) {
                continue;
            }
            long start = 0;
            for (var part : account.parts(hold.placed.hold()).entrySet()) {
                long end = start + part.getValue();
                long cut = end - Math.clamp(hold.checkpoint, start, end);
                if (scope.contains(part.getKey())) {
                    account.reserved(hold.placed.hold(), part.getKey(), -cut);
                    fromHolds += cut;
                }
                start = end;
            }
        }
        long sum = 0;
        for (Lot lot : account.lots()) {
            if (scope.contains(lot.id())) {
                account.moved(
                        op.transaction(),
                        Purpose.WALLET,
                        Purpose.FROZEN,
                        lot.asset(),
                        lot.id(),
                        lot.available());
                sum += lot.available();
            }
        }
        if (sum == 0) {
            return new FreezeOutcome.NothingToFreeze();
        }
        account.posted(op, null, sum);
        return new FreezeOutcome.Frozen(sum, fromHolds);
    }

    private static UnfreezeOutcome unfreeze(NaiveAccount account, Unfreeze op, Instant now) {
        if (!account.isOpen()) {
            return new UnknownAccount();
        }
        if (account.postings.containsKey(op.transaction())) {
            return again(account, op);
        }
        if (!(account.postings.get(op.freeze()) instanceof Freeze)) {
            return new UnfreezeOutcome.UnknownFreeze();
        }
        if (account.undone(op.freeze()) != 0) {
            return new UnfreezeOutcome.AlreadyUnfrozen();
        }
        long sum = 0;
        for (Entry leg : account.entries().reversed()) {
            if (leg.transaction().equals(op.freeze())) {
                account.moved(
                        op.transaction(),
                        Purpose.FROZEN,
                        Purpose.WALLET,
                        leg.asset(),
                        leg.lot(),
                        leg.amount());
                sum += leg.amount();
            }
        }
        long repaid = repay(account, op.transaction(), now);
        account.posted(op, op.freeze(), sum);
        return new UnfreezeOutcome.Unfrozen(sum, repaid, account.available(now));
    }

    private static CorrectOutcome correct(NaiveAccount account, Correct op, Instant now) {
        if (!account.isOpen()) {
            return new UnknownAccount();
        }
        if (account.postings.containsKey(op.transaction())) {
            return again(account, op);
        }
        NaiveAccount.NaiveHold hold = account.holds.get(new HoldId(op.original()));
        if (hold == null || !hold.ended) {
            Posting posting = account.postings.get(op.original());
            return posting == null
                    ? new CorrectOutcome.UnknownTransaction()
                    : new CorrectOutcome.NotACharge(posting.kind());
        }
        long from = account.undone(op.original());
        long left = hold.charged + hold.borne - from;
        if (left == 0) {
            return new CorrectOutcome.NothingLeft();
        }
        long amount = op.amount() == Correct.ALL_THAT_IS_LEFT ? left : op.amount();
        if (amount > left) {
            return new CorrectOutcome.MoreThanCharged(left);
        }
        return giveBack(account, op, from, amount, now);
    }

    /** Of the legs laid end to end, the last one first, returns what lies in from…from+amount. */
    private static CorrectOutcome giveBack(
            NaiveAccount account, Correct op, long from, long amount, Instant now) {
        var sums = new long[3];
        var born = new ArrayList<UUID>();
        long start = 0;
        for (Entry leg : account.chargeBackwards(op.original())) {
            long end = start + leg.amount();
            long part = Math.clamp(from + amount, start, end) - Math.clamp(from, start, end);
            start = end;
            if (part == 0) {
                continue;
            }
            switch (leg.debit()) {
                case WALLET -> {
                    UUID lot = leg.lot();
                    Lot terms = find(account, lot);
                    Instant expiry = terms.expiresAt();
                    if (expiry != null && !expiry.isAfter(now)) {
                        lot = after(op.transaction(), born);
                        account.lotCame(
                                new Lot(
                                        lot,
                                        terms.asset(),
                                        terms.colour(),
                                        terms.priority(),
                                        now,
                                        now.plus(op.grace()),
                                        terms.creditLine(),
                                        new LotOrigin(0, null, null, null, terms.id(), false),
                                        part,
                                        0,
                                        0,
                                        0));
                    }
                    returned(account, op, Purpose.WALLET, lot, part);
                    sums[0] += part;
                }
                case OWED -> {
                    long less = Math.min(part, account.owed());
                    returned(account, op, Purpose.OWED, null, less);
                    sums[1] += less;
                    if (part > less) {
                        UUID lot = after(op.transaction(), born);
                        account.lotCame(
                                new Lot(
                                        lot,
                                        Asset.CREDIT,
                                        Colour.GOODWILL,
                                        100,
                                        now,
                                        null,
                                        false,
                                        new LotOrigin(0, null, null, null, null, false),
                                        part - less,
                                        0,
                                        0,
                                        0));
                        returned(account, op, Purpose.WALLET, lot, part - less);
                        sums[0] += part - less;
                    }
                }
                default -> {
                    returned(account, op, Purpose.GOODWILL, null, part);
                    sums[2] += part;
                }
            }
        }
        long repaid = repay(account, op.transaction(), now);
        account.posted(op, op.original(), amount);
        return new CorrectOutcome.Corrected(
                sums[0], sums[1], sums[2], repaid, account.available(now));
    }

    private static void returned(
            NaiveAccount account, Correct op, Purpose to, @Nullable UUID lot, long amount) {
        account.moved(op.transaction(), Purpose.USAGE, to, Asset.CREDIT, lot, amount);
    }

    private static UUID after(UUID transaction, List<UUID> born) {
        var next =
                new UUID(
                        transaction.getMostSignificantBits(),
                        transaction.getLeastSignificantBits() + born.size());
        born.add(next);
        return next;
    }

    private static Lot find(NaiveAccount account, @Nullable UUID id) {
        return account.lots().stream().filter(lot -> lot.id().equals(id)).findFirst().orElseThrow();
    }

    private static Repetition again(NaiveAccount account, Posting op) {
        return op.equals(account.postings.get(op.transaction()))
                ? new AlreadyDone()
                : new IdConflict();
    }

    private static void reserve(NaiveAccount account, HoldId hold, long amount, Instant now) {
        long rest = amount;
        for (Lot lot : account.lots()) {
            if (NaiveAccount.mayPay(lot, now)) {
                long takes = Math.min(rest, lot.available());
                account.reserved(hold, lot.id(), takes);
                rest -= takes;
            }
        }
    }

    private static long repay(NaiveAccount account, UUID transaction, Instant now) {
        long owed = account.owed();
        long rest = owed;
        for (Lot lot : owed == 0 ? List.<Lot>of() : account.lots()) {
            if (NaiveAccount.mayPay(lot, now)) {
                long pays = Math.min(rest, lot.available());
                account.moved(
                        transaction, Purpose.WALLET, Purpose.OWED, Asset.CREDIT, lot.id(), pays);
                rest -= pays;
            }
        }
        return owed - rest;
    }

    private static long used(NaiveAccount account, Cap cap) {
        Spend spend = account.spend(cap.window);
        return spend.spent() + spend.held();
    }

    /** A cap that is set. */
    private record Cap(SpendWindow window, long most) {}

    private static List<Cap> caps(SpendCaps caps) {
        return List.of(
                        new Cap(SpendWindow.ofDay(caps.keyId(), caps.day()), caps.perDay()),
                        new Cap(SpendWindow.ofMonth(caps.keyId(), caps.day()), caps.perMonth()),
                        new Cap(SpendWindow.ofTotal(caps.keyId()), caps.total()))
                .stream()
                .filter(cap -> cap.most != Long.MAX_VALUE)
                .toList();
    }
}
