package dev.farebox.ledger;

import dev.farebox.id.Ids;
import dev.farebox.usage.Usage;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * An endless random stream of commands that matter: to what exists, around every boundary, repeated
 * and garbled. It chooses by looking at the model, which must have applied each command before the
 * next one is asked for.
 *
 * <p>A few accounts live at a time, each for a number of commands, so that the model stays quick.
 */
final class LedgerOps {
    private static final int LIVING = 4;
    private static final int LIFE = 100;
    private static final Cause CAUSE = new Cause("job:walk", "a step of the walk");
    private static final Colour[] COLOURS = Colour.values();

    private final RandomGenerator random;
    private final NaiveLedger model;
    private final Ids ids;
    private final List<AccountId> living = new ArrayList<>();
    private final Map<AccountId, Integer> ages = new HashMap<>();
    private final Map<AccountId, List<UUID>> keys = new HashMap<>();
    private final List<LedgerOp> before = new ArrayList<>();
    private final UUID[] nodes;
    private Instant now;

    LedgerOps(RandomGenerator random, NaiveLedger model, Instant start) {
        this.random = random;
        this.model = model;
        this.now = start;
        this.ids = new Ids(() -> now, random);
        this.nodes = new UUID[] {ids.next(), ids.next()};
        while (living.size() < LIVING) {
            living.add(new AccountId(ids.next()));
        }
    }

    /** The time of the last command. It never goes back. */
    Instant now() {
        return now;
    }

    /** Lets time pass, then gives the next command: apply it at {@link #now}. */
    LedgerOp next() {
        AccountId account = anyAccount();
        passTime(model.account(account));
        return nextAtTheSameTime(account);
    }

    /** A command for some account at the time of the last one. */
    LedgerOp nextAtTheSameTime() {
        return nextAtTheSameTime(anyAccount());
    }

    /** A command for that account, at the time of the last one: the same batch, say. */
    LedgerOp nextAtTheSameTime(AccountId account) {
        LedgerOp op = choose(model.account(account));
        before.add(op);
        if (before.size() > 40) {
            before.removeFirst();
        }
        return op;
    }

    private AccountId anyAccount() {
        int at = random.nextInt(LIVING);
        if (ages.merge(living.get(at), 1, Integer::sum) > LIFE) {
            living.set(at, new AccountId(ids.next()));
        }
        return living.get(at);
    }

    private void passTime(NaiveAccount account) {
        int dice = random.nextInt(1000);
        if (dice < 60) {
            toTheNextEvent(account);
        } else if (dice < 61) {
            now = now.plus(Duration.ofDays(1));
        } else if (dice < 70) {
            now = now.plusSeconds(random.nextInt(7200));
        } else {
            now = now.plusNanos(1000L * random.nextInt(3_000_000));
        }
    }

    /** To the very microsecond at which something of the account begins or ends. */
    private void toTheNextEvent(NaiveAccount account) {
        Instant next = now.plus(Duration.ofHours(12));
        for (Lot lot : account.lots()) {
            next = sooner(next, lot.effectiveAt());
            next = lot.expiresAt() == null ? next : sooner(next, lot.expiresAt());
        }
        for (NaiveAccount.NaiveHold hold : account.holds.values()) {
            next = hold.ended ? next : sooner(next, hold.expiresAt);
        }
        now = next;
    }

    private Instant sooner(Instant one, Instant other) {
        return other.isAfter(now) && other.isBefore(one) ? other : one;
    }

    private LedgerOp choose(NaiveAccount account) {
        AccountId id = account.id;
        if (!account.isOpen() && random.nextInt(3) > 0) {
            return new OpenAccount(id, ids.next(), oneIn(3) ? random.nextInt(300) : 0, CAUSE);
        }
        if (account.lotIds().isEmpty() && random.nextInt(10) > 2) {
            return grant(id);
        }
        boolean nothingHeld = account.holds.values().stream().allMatch(hold -> hold.ended);
        if (nothingHeld && random.nextInt(10) > 5) {
            return place(account);
        }
        int dice = random.nextInt(1000);
        if (dice < 230) {
            return place(account);
        } else if (dice < 380) {
            return extend(account);
        } else if (dice < 590) {
            return capture(account);
        } else if (dice < 630) {
            return expireHold(account);
        } else if (dice < 660) {
            return recover(account);
        } else if (dice < 760) {
            return grant(id);
        } else if (dice < 800) {
            return new ExpireLot(id, ids.next(), anyLot(account), CAUSE);
        } else if (dice < 830) {
            return freeze(account);
        } else if (dice < 870) {
            return new Unfreeze(
                    id, ids.next(), anyPosting(account, Freeze.class::isInstance), CAUSE);
        } else if (dice < 940) {
            return correct(account);
        } else if (dice < 960) {
            return new SetOwedCap(id, ids.next(), random.nextInt(400), CAUSE);
        } else if (dice < 963) {
            return new OpenAccount(id, ids.next(), 0, CAUSE);
        }
        return repeat(account);
    }

    private LedgerOp place(NaiveAccount account) {
        long available = account.available(now);
        long amount =
                switch (random.nextInt(8)) {
                    case 0 -> available;
                    case 1 -> available + 1;
                    default -> 1 + random.nextLong(Math.max(1, available / 2) + 20);
                };
        HoldId hold = oneIn(20) ? anyHold(account) : new HoldId(ids.next());
        return new PlaceHold(
                account.id,
                hold,
                node(),
                Math.max(1, amount),
                now.plusSeconds(1 + random.nextInt(600)),
                caps(account, anyKey(account), today(), amount));
    }

    private LedgerOp extend(NaiveAccount account) {
        HoldId hold = anyHold(account);
        NaiveAccount.NaiveHold known = account.holds.get(hold);
        long total = known == null ? 0 : account.total(hold);
        long desired = oneIn(4) ? 0 : random.nextInt(200);
        if (oneIn(6)) {
            desired = account.available(now) + random.nextInt(2);
        }
        long minimum = oneIn(3) ? desired : random.nextLong(desired + 1);
        long checkpoint =
                known == null || oneIn(4) ? random.nextInt(100) : random.nextLong(total + 20);
        return new ExtendHold(
                account.id,
                hold,
                desired,
                minimum,
                checkpoint,
                now.plusSeconds(random.nextInt(400)),
                caps(
                        account,
                        known == null ? anyKey(account) : known.key(),
                        known == null ? today() : known.day(),
                        desired));
    }

    private LedgerOp capture(NaiveAccount account) {
        HoldId hold = anyHold(account);
        long total = account.holds.containsKey(hold) ? account.total(hold) : 10;
        long charge =
                switch (random.nextInt(8)) {
                    case 0 -> 0;
                    case 1 -> total;
                    case 2 -> total + 1 + random.nextInt(50);
                    case 3 -> total + account.available(now) + random.nextInt(400);
                    default -> random.nextLong(total + 1);
                };
        return new CaptureHold(account.id, hold, line(account, hold, charge));
    }

    private LedgerOp expireHold(NaiveAccount account) {
        HoldId hold =
                anyHold(
                        account,
                        known -> !known.ended && (oneIn(4) || !known.expiresAt.isAfter(now)));
        return new ExpireHold(account.id, hold, line(account, hold, upToCheckpoint(account, hold)));
    }

    private LedgerOp recover(NaiveAccount account) {
        HoldId hold = anyHold(account);
        NaiveAccount.NaiveHold known = account.holds.get(hold);
        UUID lost = known == null || oneIn(5) ? node() : known.placed.node();
        return new RecoverHold(
                account.id, hold, lost, line(account, hold, upToCheckpoint(account, hold)));
    }

    private long upToCheckpoint(NaiveAccount account, HoldId hold) {
        NaiveAccount.NaiveHold known = account.holds.get(hold);
        long checkpoint = known == null ? 5 : known.checkpoint;
        return oneIn(6) ? checkpoint + 1 : oneIn(3) ? 0 : checkpoint;
    }

    private LedgerOp grant(AccountId account) {
        Instant effective = now.plusSeconds(oneIn(3) ? random.nextInt(8000) - 4000 : 0);
        Instant expires =
                switch (random.nextInt(5)) {
                    case 0 -> null;
                    case 1 -> effective.plusSeconds(1 + random.nextInt(200));
                    // on the hour, so that several lots end together
                    case 2 -> effective.truncatedTo(ChronoUnit.HOURS).plusSeconds(7200);
                    default -> effective.plusSeconds(1 + random.nextInt(40_000));
                };
        boolean paid = oneIn(3);
        return new Grant(
                account,
                ids.next(),
                oneIn(15) ? Asset.PACKAGE_TOKENS : Asset.CREDIT,
                paid ? Colour.PAID : COLOURS[random.nextInt(COLOURS.length)],
                oneIn(3) ? random.nextInt(3) : Lot.ORDINARY_PRIORITY,
                effective,
                expires,
                oneIn(20),
                1 + random.nextInt(oneIn(4) ? 2000 : 300),
                paid
                        ? new LotOrigin(100, "EUR", ids.next(), ids.next(), null, true)
                        : LotOrigin.FREE,
                CAUSE);
    }

    private LedgerOp freeze(NaiveAccount account) {
        Freeze.Scope scope =
                oneIn(3)
                        ? new Freeze.Scope.WholeAccount()
                        : new Freeze.Scope.Lots(List.of(anyLot(account), anyLot(account)));
        return new Freeze(account.id, ids.next(), scope, CAUSE);
    }

    private LedgerOp correct(NaiveAccount account) {
        UUID original =
                oneIn(15)
                        ? anyPosting(account, _ -> true)
                        : anyHold(
                                        account,
                                        known ->
                                                known.ended
                                                        && (oneIn(4)
                                                                || account.undone(
                                                                                known.placed
                                                                                        .hold()
                                                                                        .value())
                                                                        < known.charged))
                                .value();
        NaiveAccount.NaiveHold hold = account.holds.get(new HoldId(original));
        long left = hold == null ? 5 : hold.charged + hold.borne - account.undone(original);
        long amount =
                switch (random.nextInt(5)) {
                    case 0 -> left;
                    case 1 -> left + 1;
                    case 2 -> Correct.ALL_THAT_IS_LEFT;
                    default -> 1 + random.nextLong(Math.max(1, left));
                };
        return new Correct(
                account.id,
                ids.next(),
                original,
                Math.max(1, amount),
                Duration.ofSeconds(1 + random.nextInt(100_000)),
                CAUSE);
    }

    /** A command of before again, now and then with something else under the same id. */
    private LedgerOp repeat(NaiveAccount account) {
        List<LedgerOp> own = before.stream().filter(op -> op.account().equals(account.id)).toList();
        if (own.isEmpty()) {
            return place(account);
        }
        LedgerOp op = own.get(random.nextInt(own.size()));
        Cause cause = oneIn(2) ? CAUSE : new Cause("job:walk", "another reason");
        return switch (op) {
            case OpenAccount it ->
                    new OpenAccount(it.account(), it.transaction(), it.owedCap(), cause);
            case SetOwedCap it ->
                    new SetOwedCap(
                            it.account(),
                            it.transaction(),
                            it.owedCap() + random.nextInt(2),
                            CAUSE);
            case Unfreeze it -> new Unfreeze(it.account(), it.transaction(), it.freeze(), cause);
            case ExpireLot it -> new ExpireLot(it.account(), it.transaction(), it.lot(), cause);
            case Freeze it -> new Freeze(it.account(), it.transaction(), it.scope(), cause);
            case Correct it ->
                    new Correct(
                            it.account(),
                            it.transaction(),
                            it.original(),
                            it.amount(),
                            it.grace(),
                            cause);
            case Grant _, PlaceHold _, ExtendHold _, CaptureHold _, ExpireHold _, RecoverHold _ ->
                    op;
        };
    }

    /** Three keys an account: the first never has a cap, the second always, the third at times. */
    private SpendCaps caps(NaiveAccount account, UUID key, LocalDate day, long amount) {
        int which = keys(account).indexOf(key);
        if (which == 0 || (which == 2 && oneIn(2))) {
            return new SpendCaps(key, day, SpendCaps.NONE, SpendCaps.NONE, SpendCaps.NONE);
        }
        return new SpendCaps(
                key,
                day,
                cap(account.spend(SpendWindow.ofDay(key, day)), amount),
                cap(account.spend(SpendWindow.ofMonth(key, day)), amount),
                cap(account.spend(SpendWindow.ofTotal(key)), amount));
    }

    /** None, plenty, just enough, or just not enough. */
    private long cap(Spend spend, long amount) {
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> SpendCaps.NONE;
            case 3 -> spend.used() + amount;
            case 4 -> Math.max(0, spend.used() + amount - 1);
            case 5 -> spend.spent();
            default -> spend.used() + amount + 1000;
        };
    }

    private List<UUID> keys(NaiveAccount account) {
        return keys.computeIfAbsent(account.id, _ -> List.of(ids.next(), ids.next(), ids.next()));
    }

    private UUID anyKey(NaiveAccount account) {
        return keys(account).get(random.nextInt(3));
    }

    /** An open hold as a rule; rarely one that ended, or none at all. */
    private HoldId anyHold(NaiveAccount account) {
        return anyHold(account, known -> !known.ended);
    }

    private HoldId anyHold(NaiveAccount account, Predicate<NaiveAccount.NaiveHold> wanted) {
        List<NaiveAccount.NaiveHold> all = List.copyOf(account.holds.values());
        List<NaiveAccount.NaiveHold> fit = all.stream().filter(wanted).toList();
        List<NaiveAccount.NaiveHold> from = oneIn(20) ? all : fit;
        return from.isEmpty() || oneIn(60)
                ? new HoldId(ids.next())
                : from.get(random.nextInt(from.size())).placed.hold();
    }

    private UUID anyLot(NaiveAccount account) {
        List<UUID> lots = account.lotIds();
        if (oneIn(2)) {
            lots =
                    account.lots().stream()
                            .filter(lot -> lot.isExpired(now) || lot.held() > 0)
                            .map(Lot::id)
                            .toList();
        }
        return lots.isEmpty() || oneIn(30) ? ids.next() : lots.get(random.nextInt(lots.size()));
    }

    private UUID anyPosting(NaiveAccount account, Predicate<Posting> wanted) {
        List<UUID> fit =
                account.postings.values().stream()
                        .filter(wanted)
                        .map(Posting::transaction)
                        .toList();
        return fit.isEmpty() || oneIn(20) ? ids.next() : fit.get(random.nextInt(fit.size()));
    }

    private UsageLine line(NaiveAccount account, HoldId hold, long charge) {
        NaiveAccount.NaiveHold known = account.holds.get(hold);
        UUID key = known == null ? anyKey(account) : known.key();
        return new UsageLine(
                key, "demo-small", "demo", "completed", charge, 1, Usage.NONE, 0, "{}");
    }

    private LocalDate today() {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }

    private UUID node() {
        return nodes[random.nextInt(nodes.length)];
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }
}
