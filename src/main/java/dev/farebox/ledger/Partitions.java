package dev.farebox.ledger;

import dev.farebox.db.Database;
import dev.farebox.id.Ids;
import dev.farebox.problem.ProblemCode;
import dev.farebox.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The month partitions of entries and usage lines, by the time that an id carries. Made ahead by
 * {@link #upkeep} and, for an id of any other plausible month, on demand.
 *
 * <p>Each is made in a short transaction of the tables' owner, apart from the caller's: the role
 * that writes entries may not change tables. Attaching blocks nobody who reads or writes. Safe for
 * use by many threads and many nodes.
 */
final class Partitions {
    static final int MONTHS_AHEAD = 3;

    /** Imports may bring ids as old as this. */
    static final YearMonth EARLIEST = YearMonth.of(2000, 1);

    /** How far ahead of our clock an id's time may be. */
    static final Duration LONGEST_LEAD = Duration.ofDays(1);

    private static final long EARLIEST_MILLIS = start(EARLIEST);

    private final Database database;
    private final InstantSource clock;
    private final Set<YearMonth> known = ConcurrentHashMap.newKeySet();
    private volatile Span last = new Span(0, 0);

    Partitions(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Makes this month's partitions and those of the months ahead. */
    void upkeep() {
        YearMonth month = month(clock.millis());
        for (int ahead = 0; ahead <= MONTHS_AHEAD; ahead++) {
            ensure(month.plusMonths(ahead));
        }
    }

    /** Whether an id may be one of ours: a UUIDv7 whose month is neither ancient nor far ahead. */
    boolean isPlausible(UUID id) {
        long millis = Ids.epochMillis(id);
        return id.version() == 7
                && millis >= EARLIEST_MILLIS
                && millis < clock.millis() + LONGEST_LEAD.toMillis();
    }

    static ProblemException implausible(UUID id) {
        return new ProblemException(
                ProblemCode.INPUT_INVALID,
                "An id of the ledger is a UUIDv7 of a plausible time, not " + id + ".");
    }

    /** After this call there is a place for rows with this id. */
    void ensure(UUID id) {
        long millis = Ids.epochMillis(id);
        Span current = last;
        if (millis >= current.from && millis < current.to) {
            return;
        }
        if (!isPlausible(id)) {
            throw implausible(id);
        }
        YearMonth month = month(millis);
        ensure(month);
        last = new Span(start(month), start(month.plusMonths(1)));
    }

    /** After an insert found no partition: believe nothing that was known. */
    void forget() {
        known.clear();
        last = new Span(0, 0);
    }

    private void ensure(YearMonth month) {
        if (known.contains(month)) {
            return;
        }
        UUID from = Ids.floor(start(month));
        UUID to = Ids.floor(start(month.plusMonths(1)));
        String suffix = "%04d_%02d".formatted(month.getYear(), month.getMonthValue());
        database.asOwner(tx -> {
            var store = new PartitionStore(tx);
            store.lock();
            store.attach("entry", suffix, from, to);
            store.attach("usage_line", suffix, from, to);
            return true;
        });
        known.add(month);
    }

    private static YearMonth month(long millis) {
        return YearMonth.from(Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC));
    }

    private static long start(YearMonth month) {
        return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    }

    /** The milliseconds of the month that was asked for last: nearly always the one asked for. */
    private record Span(long from, long to) {}
}
