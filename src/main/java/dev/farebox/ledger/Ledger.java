package dev.farebox.ledger;

import dev.farebox.db.Database;
import dev.farebox.db.Tx;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The books of all customers: the only writer of balances. Amounts are nano-credits (for other
 * assets their own unit); every command is idempotent by its id, for ever.
 *
 * <p>Two doors, one lock order (account rows by bucket and id, then what they protect):
 *
 * <ul>
 *   <li>The <b>queue</b>, for holds: {@link #place}, {@link #extend}, {@link #capture}, {@link
 *       #expire}, {@link #recover}. Asynchronous; many commands share one transaction. An answer
 *       comes after the commit, on the writer's thread: what hangs on it must be short and must not
 *       wait for the ledger. A future fails with a {@code ProblemException}: {@code overloaded}
 *       (the queue is full), {@code database_unavailable} (for a place or an extension after {@link
 *       #PATIENCE}, plus at most one server time-out; the command may have been carried out all the
 *       same: a hold that nobody answers for is left to its expiry), {@code input_invalid} (an id
 *       of no plausible time), {@code internal_error}. A capture is never given up before {@link
 *       #close}.
 *   <li>The <b>post</b> door, {@code post(Tx, …)}, for everything else: joins the caller's
 *       transaction, which holds the account's lock until it ends. Keep such transactions short;
 *       one that posts to several accounts does so in the order of {@link AccountId#BY_LOCK}.
 * </ul>
 *
 * <p>Safe for use by many threads, and by many processes on one database.
 */
public final class Ledger implements AutoCloseable {
    /** How long a place or an extension waits for a database that does not answer. */
    public static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Database database;
    private final InstantSource clock;
    private final Partitions partitions;
    private final PostDoor door;
    private final List<Lane> lanes;

    private Ledger(Database database, InstantSource clock, LaneLimits limits) {
        this.database = database;
        this.clock = clock;
        this.partitions = new Partitions(database, clock);
        this.door = new PostDoor(partitions, clock);
        var made = new ArrayList<Lane>();
        for (int number = 0; number < limits.lanes(); number++) {
            var writer = new BatchWriter(new LaneStore(database), partitions, clock);
            made.add(new Lane("lane-" + number, limits, writer));
        }
        this.lanes = List.copyOf(made);
    }

    /** Makes this month's partitions and those ahead, and starts the lanes. */
    public static Ledger open(Database database, InstantSource clock, LaneLimits limits) {
        var ledger = new Ledger(database, clock, limits);
        ledger.upkeep();
        ledger.lanes.forEach(Lane::start);
        return ledger;
    }

    public CompletableFuture<PlaceOutcome> place(PlaceHold op) {
        return submit(op, op.hold(), deadline(), PlaceOutcome.class::cast);
    }

    public CompletableFuture<ExtendOutcome> extend(ExtendHold op) {
        return submit(op, op.hold(), deadline(), ExtendOutcome.class::cast);
    }

    public CompletableFuture<CaptureOutcome> capture(CaptureHold op) {
        return submit(op, op.hold(), Queued.NEVER, CaptureOutcome.class::cast);
    }

    public CompletableFuture<EndHoldOutcome> expire(ExpireHold op) {
        return submit(op, op.hold(), deadline(), EndHoldOutcome.class::cast);
    }

    public CompletableFuture<EndHoldOutcome> recover(RecoverHold op) {
        return submit(op, op.hold(), deadline(), EndHoldOutcome.class::cast);
    }

    public OpenAccountOutcome post(Tx tx, OpenAccount op) {
        return (OpenAccountOutcome) door.post(tx, op);
    }

    public OwedCapOutcome post(Tx tx, SetOwedCap op) {
        return (OwedCapOutcome) door.post(tx, op);
    }

    public GrantOutcome post(Tx tx, Grant op) {
        return (GrantOutcome) door.post(tx, op);
    }

    public FreezeOutcome post(Tx tx, Freeze op) {
        return (FreezeOutcome) door.post(tx, op);
    }

    public UnfreezeOutcome post(Tx tx, Unfreeze op) {
        return (UnfreezeOutcome) door.post(tx, op);
    }

    public ExpireLotOutcome post(Tx tx, ExpireLot op) {
        return (ExpireLotOutcome) door.post(tx, op);
    }

    public CorrectOutcome post(Tx tx, Correct op) {
        return (CorrectOutcome) door.post(tx, op);
    }

    /**
     * Makes the spend counters of a key that gets its first cap, from what it spent and holds, so
     * that the first hold under the cap need not. {@code today} is the day in the operator's zone.
     * Takes the account's lock; does nothing when there are counters already.
     */
    public void openSpendCounters(Tx tx, AccountId account, UUID key, LocalDate today) {
        door.openSpendCounters(tx, account, key, today);
    }

    /** Empty when the account was never opened. */
    public Optional<AccountView> account(AccountId account) {
        return database.tx(tx -> new ReadStore(tx).account(account, clock.instant()));
    }

    /** The lots that have anything left, or all there ever were, oldest first. */
    public List<Lot> lots(AccountId account, boolean openOnly) {
        return database.tx(tx -> new ReadStore(tx).lots(account, openOnly));
    }

    /**
     * Entries from the newest back: those before {@code before} (null: from the newest), {@code
     * limit} at most, which is 1 to {@link ReadStore#LONGEST_PAGE}.
     */
    public List<StatementLine> statement(
            AccountId account, StatementLine.@Nullable Position before, int limit) {
        return database.tx(tx -> new ReadStore(tx).statement(account, before, limit));
    }

    /** Usage lines from the newest back, without their entries; pages as {@link #statement}. */
    public List<UsageRecord> usage(AccountId account, @Nullable HoldId before, int limit) {
        return database.tx(tx -> new ReadStore(tx).usage(account, before, limit));
    }

    /** The usage line of a resolved hold, with its entries. */
    public Optional<UsageRecord> usageLine(AccountId account, HoldId hold) {
        return database.tx(tx -> new ReadStore(tx).usageLine(account, hold));
    }

    /** The same for the operator, who need not know the account. Dearer; not for the money path. */
    public Optional<UsageRecord> usageLine(HoldId hold) {
        return database.tx(tx -> new ReadStore(tx).usageLine(hold));
    }

    /** To be called daily at least: makes the partitions of the months ahead. */
    public void upkeep() {
        partitions.upkeep();
    }

    /** Refuses new commands, carries out the queued ones within ten seconds, and stops. */
    @Override
    public void close() {
        lanes.parallelStream().forEach(Lane::close);
    }

    Database database() {
        return database;
    }

    InstantSource clock() {
        return clock;
    }

    private <O> CompletableFuture<O> submit(
            LedgerOp op, HoldId hold, long deadline, Function<LedgerOutcome, O> type) {
        var command = new Queued(op, hold, deadline);
        if (partitions.isPlausible(hold.value())) {
            lanes.get(op.account().bucket() * lanes.size() / AccountId.BUCKETS).submit(command);
        } else {
            command.fail(Partitions.implausible(hold.value()));
        }
        return command.answer().thenApply(type);
    }

    private static long deadline() {
        return System.nanoTime() + PATIENCE.toNanos();
    }
}
