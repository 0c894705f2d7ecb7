package dev.farebox.ledger;

import dev.farebox.db.Database;
import dev.farebox.id.Ids;
import dev.farebox.usage.Dimension;
import dev.farebox.usage.Usage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** A ledger on a test database, with short words for what tests do all the time. */
final class LedgerWorld implements AutoCloseable {
    static final Cause CAUSE = new Cause("test", "a test");
    static final LocalDate DAY = LocalDate.of(2026, 11, 21);

    final Database database;
    final RandomGenerator random;
    final Ids ids;
    final Ledger ledger;
    final UUID node;

    LedgerWorld(Database database) {
        this(database, InstantSource.system(), new SplittableRandom());
    }

    LedgerWorld(Database database, LaneLimits limits) {
        this(database, InstantSource.system(), new SplittableRandom(), limits);
    }

    LedgerWorld(Database database, InstantSource clock, RandomGenerator random) {
        this(database, clock, random, LaneLimits.ORDINARY);
    }

    private LedgerWorld(
            Database database, InstantSource clock, RandomGenerator random, LaneLimits limits) {
        this.database = database;
        this.random = random;
        this.ids = new Ids(InstantSource.system(), random);
        this.ledger = Ledger.open(database, clock, limits);
        this.node = id();
    }

    synchronized UUID id() {
        return ids.next();
    }

    synchronized int pick(int bound) {
        return random.nextInt(bound);
    }

    AccountId openAccount() {
        return openAccount(0);
    }

    AccountId openAccount(long owedCap) {
        var account = new AccountId(id());
        database.tx(tx -> ledger.post(tx, new OpenAccount(account, id(), owedCap, CAUSE)));
        return account;
    }

    AccountId accountWith(long amount) {
        AccountId account = openAccount();
        grant(account, amount);
        return account;
    }

    UUID grant(AccountId account, long amount) {
        Grant grant = grant(account, amount, null);
        database.tx(tx -> ledger.post(tx, grant));
        return grant.transaction();
    }

    Grant grant(
            AccountId account, long amount, @org.jspecify.annotations.Nullable Instant expiresAt) {
        return new Grant(
                account,
                id(),
                Asset.CREDIT,
                Colour.PAID,
                Lot.ORDINARY_PRIORITY,
                Instant.parse("2026-01-01T00:00:00Z"),
                expiresAt,
                false,
                amount,
                LotOrigin.FREE,
                CAUSE);
    }

    PlaceHold hold(AccountId account, long amount) {
        return hold(account, amount, uncapped(id()));
    }

    PlaceHold hold(AccountId account, long amount, SpendCaps caps) {
        return new PlaceHold(
                account,
                new HoldId(id()),
                node,
                amount,
                Instant.now().plus(Duration.ofMinutes(10)),
                caps);
    }

    static SpendCaps uncapped(UUID key) {
        return new SpendCaps(key, DAY, SpendCaps.NONE, SpendCaps.NONE, SpendCaps.NONE);
    }

    static CaptureHold capture(PlaceHold hold, long charge) {
        return new CaptureHold(hold.account(), hold.hold(), line(hold, charge));
    }

    static UsageLine line(PlaceHold hold, long charge) {
        return line(hold.caps().keyId(), charge);
    }

    static UsageLine line(UUID key, long charge) {
        Usage usage = Usage.builder().set(Dimension.INPUT, 1200).set(Dimension.OUTPUT, 300).build();
        return new UsageLine(
                key, "gpt-5-mini", "demo", "completed", charge, 1, usage, charge / 2, "{}");
    }

    PlaceOutcome place(PlaceHold hold) {
        return await(ledger.place(hold));
    }

    AccountView view(AccountId account) {
        return ledger.account(account).orElseThrow();
    }

    static <T> T await(CompletableFuture<T> answer) {
        return answer.orTimeout(30, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        ledger.close();
    }
}
