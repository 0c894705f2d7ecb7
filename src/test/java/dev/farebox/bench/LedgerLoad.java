package dev.farebox.bench;

import dev.farebox.db.Database;
import dev.farebox.id.Ids;
import dev.farebox.ledger.AccountId;
import dev.farebox.ledger.Asset;
import dev.farebox.ledger.CaptureHold;
import dev.farebox.ledger.CaptureOutcome;
import dev.farebox.ledger.Cause;
import dev.farebox.ledger.Colour;
import dev.farebox.ledger.Grant;
import dev.farebox.ledger.HoldId;
import dev.farebox.ledger.LaneLimits;
import dev.farebox.ledger.Ledger;
import dev.farebox.ledger.Lot;
import dev.farebox.ledger.LotOrigin;
import dev.farebox.ledger.OpenAccount;
import dev.farebox.ledger.PlaceHold;
import dev.farebox.ledger.PlaceOutcome;
import dev.farebox.ledger.SpendCaps;
import dev.farebox.ledger.UsageLine;
import dev.farebox.testkit.TestDatabase;
import dev.farebox.usage.Dimension;
import dev.farebox.usage.Usage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;

/**
 * A throw-away measurement of the ledger alone: callers that place a hold and capture it, without
 * pause. Prints requests (a place and a capture) a second, and the CPU time of each in this
 * process, in the writer's thread and in PostgreSQL.
 *
 * <p>Arguments: callers, accounts, seconds.
 */
public final class LedgerLoad {
    private static final Cause CAUSE = new Cause("bench", "load");
    private static final long TICK_MICROS = 10_000;
    private static final Duration WARM_UP = Duration.ofSeconds(15);
    private static final String DETAIL =
            "{\"attempts\":[{\"channel\":\"demo\",\"status\":200,\"first_byte_ms\":210,"
                    + "\"total_ms\":4000}],\"working\":[{\"dimension\":\"input\",\"units\":1200,"
                    + "\"price\":150000000},{\"dimension\":\"output\",\"units\":300,"
                    + "\"price\":600000000}]}";

    private final Ledger ledger;
    private final Ids ids =
            new Ids(
                    InstantSource.system(),
                    new java.util.random.RandomGenerator() {
                        @Override
                        public long nextLong() {
                            return ThreadLocalRandom.current().nextLong();
                        }
                    });
    private final List<AccountId> accounts = new ArrayList<>();
    private final LongAdder done = new LongAdder();
    private volatile boolean stop;

    private LedgerLoad(Ledger ledger) {
        this.ledger = ledger;
    }

    public static void main(String[] args) throws Exception {
        int callers = args.length > 0 ? Integer.parseInt(args[0]) : 64;
        int accounts = args.length > 1 ? Integer.parseInt(args[1]) : 10_000;
        int seconds = args.length > 2 ? Integer.parseInt(args[2]) : 10;
        try (TestDatabase test = TestDatabase.fresh();
                Ledger ledger =
                        Ledger.open(test.database(), InstantSource.system(), LaneLimits.ORDINARY)) {
            var load = new LedgerLoad(ledger);
            load.openAccounts(test.database(), accounts);
            load.run(test, callers, seconds);
        }
        System.exit(0);
    }

    private void openAccounts(Database database, int count) {
        while (accounts.size() < count) {
            database.tx(tx -> {
                for (int i = 0; i < 500 && accounts.size() < count; i++) {
                    var account = new AccountId(ids.next());
                    ledger.post(tx, new OpenAccount(account, ids.next(), 0, CAUSE));
                    ledger.post(tx, grant(account));
                    accounts.add(account);
                }
                return true;
            });
        }
    }

    private Grant grant(AccountId account) {
        return new Grant(
                account,
                ids.next(),
                Asset.CREDIT,
                Colour.PAID,
                Lot.ORDINARY_PRIORITY,
                Instant.parse("2026-01-01T00:00:00Z"),
                null,
                false,
                1_000_000_000_000_000L,
                LotOrigin.FREE,
                CAUSE);
    }

    private void run(TestDatabase test, int callers, int seconds) throws Exception {
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < callers; i++) {
            threads.add(Thread.ofVirtual().start(this::call));
        }
        Thread.sleep(WARM_UP);
        long postmaster = postmaster(test);
        var before = new Reading(postmaster, done.sum());
        Thread.sleep(Duration.ofSeconds(seconds));
        var after = new Reading(postmaster, done.sum());
        stop = true;
        for (Thread thread : threads) {
            thread.join();
        }
        long requests = after.requests - before.requests;
        System.out.printf(
                "%d callers, %d accounts: %d requests/s; CPU us a request: JVM %d (writer %d),"
                        + " PostgreSQL %d; other processes used %d%% of a core%n",
                callers,
                accounts.size(),
                requests / seconds,
                (after.jvm - before.jvm) / requests,
                (after.writer - before.writer) / requests,
                (after.postgres - before.postgres) / requests,
                (after.others() - before.others()) / (seconds * 10_000L));
    }

    private void call() {
        var random = ThreadLocalRandom.current();
        while (!stop) {
            AccountId account = accounts.get(random.nextInt(accounts.size()));
            var hold = new HoldId(ids.next());
            UUID key = account.value();
            var place =
                    new PlaceHold(
                            account,
                            hold,
                            key,
                            1_000_000,
                            Instant.now().plusSeconds(600),
                            new SpendCaps(
                                    key,
                                    LocalDate.of(2026, 11, 21),
                                    SpendCaps.NONE,
                                    SpendCaps.NONE,
                                    SpendCaps.NONE));
            must(ledger.place(place).join() instanceof PlaceOutcome.Placed);
            Usage usage =
                    Usage.builder().set(Dimension.INPUT, 1_200).set(Dimension.OUTPUT, 300).build();
            var line =
                    new UsageLine(
                            key,
                            "gpt-5-mini",
                            "demo",
                            "completed",
                            700_000,
                            1,
                            usage,
                            400_000,
                            DETAIL);
            var capture = new CaptureHold(account, hold, line);
            must(ledger.capture(capture).join() instanceof CaptureOutcome.Captured);
            done.increment();
        }
    }

    private static void must(boolean holds) {
        if (!holds) {
            throw new IllegalStateException("an unexpected outcome");
        }
    }

    private static long postmaster(TestDatabase test) throws IOException {
        long backend =
                test.database()
                        .tx(tx ->
                                tx.one("SELECT pg_backend_pid() AS pid", row -> row.number("pid")))
                        .orElseThrow();
        return stat(Path.of("/proc/" + backend + "/stat"))[0];
    }

    /** The parent's id, and the CPU time in microseconds, the ended children's included. */
    private static long[] stat(Path file) throws IOException {
        String text = Files.readString(file);
        String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
        long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        return new long[] {Long.parseLong(fields[1]), ticks * TICK_MICROS};
    }

    /** CPU times at one moment, in microseconds. */
    private static final class Reading {
        final long requests;
        final long jvm;
        final long writer;
        final long postgres;
        final long machine;

        Reading(long postmaster, long requests) throws IOException {
            this.requests = requests;
            this.jvm = stat(Path.of("/proc/self/stat"))[1];
            this.writer = writerMicros();
            this.postgres = postgresMicros(postmaster);
            this.machine = machineMicros();
        }

        long others() {
            return machine - jvm - postgres;
        }

        private static long writerMicros() {
            var threads = ManagementFactory.getThreadMXBean();
            long nanos = 0;
            for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
                if (thread != null && thread.getThreadName().startsWith("ledger-lane")) {
                    nanos += threads.getThreadCpuTime(thread.getThreadId());
                }
            }
            return nanos / 1_000;
        }

        private static long postgresMicros(long postmaster) throws IOException {
            long sum = 0;
            try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
                for (Path process : processes) {
                    long[] stat = statOrNothing(process.resolve("stat"));
                    sum += stat[0] == postmaster ? stat[1] : 0;
                }
            }
            return sum;
        }

        /** A process may end while we look. */
        private static long[] statOrNothing(Path file) {
            try {
                return stat(file);
            } catch (IOException _) {
                return new long[2];
            }
        }

        /** User, nice, system, interrupts: all but idling. */
        private static long machineMicros() throws IOException {
            String[] fields = Files.readAllLines(Path.of("/proc/stat")).getFirst().split("\\s+");
            return Arrays.stream(new int[] {1, 2, 3, 6, 7})
                    .mapToLong(at -> Long.parseLong(fields[at]) * TICK_MICROS)
                    .sum();
        }
    }
}
