package dev.farebox.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One account as a list of facts, from which everything is worked out again for every question. It
 * shares no rule with the production code: where that keeps balances, this adds up history.
 */
final class NaiveAccount {
    /** Something that happened. */
    private sealed interface Fact {
        record Owable(long cap) implements Fact {}

        record LotCame(Lot terms) implements Fact {}

        record Moved(Entry entry) implements Fact {}

        record Reserved(HoldId hold, UUID lot, long amount) implements Fact {}
    }

    /** A hold with its history. */
    static final class NaiveHold {
        final PlaceHold placed;
        final Instant placedAt;
        Instant expiresAt;
        long checkpoint;
        boolean ended;
        long charged;
        long owed;
        long borne;

        NaiveHold(PlaceHold placed, Instant placedAt) {
            this.placed = placed;
            this.placedAt = placedAt;
            this.expiresAt = placed.expiresAt();
        }

        UUID key() {
            return placed.caps().keyId();
        }

        LocalDate day() {
            return placed.caps().day();
        }
    }

    final AccountId id;
    final Map<HoldId, NaiveHold> holds = new LinkedHashMap<>();
    final Map<UUID, Posting> postings = new LinkedHashMap<>();

    /** How much of a transaction was undone. */
    private final Map<UUID, Long> undone = new HashMap<>();

    private final List<Fact> facts = new ArrayList<>();
    private long version;
    private int leg;

    NaiveAccount(AccountId id) {
        this.id = id;
    }

    boolean isOpen() {
        return version > 0;
    }

    long version() {
        return version;
    }

    // ---- questions -------------------------------------------------------------------------

    List<Entry> entries() {
        var entries = new ArrayList<Entry>();
        for (Fact fact : facts) {
            if (fact instanceof Fact.Moved(var entry)) {
                entries.add(entry);
            }
        }
        return entries;
    }

    long owedCap() {
        long last = 0;
        for (Fact fact : facts) {
            if (fact instanceof Fact.Owable(long cap)) {
                last = cap;
            }
        }
        return last;
    }

    long owed() {
        long sum = 0;
        for (Fact fact : facts) {
            if (fact instanceof Fact.Moved(var entry)) {
                sum += entry.debit() == Purpose.OWED ? entry.amount() : 0;
                sum -= entry.credit() == Purpose.OWED ? entry.amount() : 0;
            }
        }
        return sum;
    }

    /** All lots that ever were, as their rows should read, in burn order. */
    List<Lot> lots() {
        var terms = new ArrayList<Lot>();
        var wallet = new HashMap<UUID, Long>();
        var frozen = new HashMap<UUID, Long>();
        var held = new HashMap<UUID, Long>();
        for (Fact fact : facts) {
            switch (fact) {
                case Fact.LotCame(var lot) -> terms.add(lot);
                case Fact.Moved(var entry) -> {
                    UUID lot = entry.lot();
                    if (lot != null) {
                        add(wallet, lot, entry.credit() == Purpose.WALLET, entry.amount());
                        add(wallet, lot, entry.debit() == Purpose.WALLET, -entry.amount());
                        add(frozen, lot, entry.credit() == Purpose.FROZEN, entry.amount());
                        add(frozen, lot, entry.debit() == Purpose.FROZEN, -entry.amount());
                    }
                }
                case Fact.Reserved(var hold, var lot, long amount) ->
                        add(held, lot, !hold(hold).ended, amount);
                case Fact.Owable _ -> {}
            }
        }
        terms.sort(
                Comparator.comparingInt(Lot::priority)
                        .thenComparing(
                                Lot::expiresAt, Comparator.nullsLast(Comparator.naturalOrder()))
                        .thenComparingInt(lot -> lot.colour().burnRank())
                        .thenComparing(Lot::effectiveAt)
                        .thenComparing(lot -> lot.id().toString()));
        var lots = new ArrayList<Lot>();
        for (Lot lot : terms) {
            long aside = held.getOrDefault(lot.id(), 0L);
            lots.add(
                    lot.with(
                            wallet.getOrDefault(lot.id(), 0L) - aside,
                            aside,
                            frozen.getOrDefault(lot.id(), 0L)));
        }
        return lots;
    }

    /** What a hold has, by lot, in burn order. */
    Map<UUID, Long> parts(HoldId hold) {
        return parts(hold, lots());
    }

    private Map<UUID, Long> parts(HoldId hold, List<Lot> inBurnOrder) {
        var sums = new HashMap<UUID, Long>();
        for (Fact fact : facts) {
            if (fact instanceof Fact.Reserved reserved && reserved.hold().equals(hold)) {
                add(sums, reserved.lot(), true, reserved.amount());
            }
        }
        var parts = new LinkedHashMap<UUID, Long>();
        for (Lot lot : inBurnOrder) {
            if (sums.getOrDefault(lot.id(), 0L) > 0) {
                parts.put(lot.id(), sums.get(lot.id()));
            }
        }
        return parts;
    }

    long total(HoldId hold) {
        long sum = 0;
        for (Fact fact : facts) {
            if (fact instanceof Fact.Reserved reserved && reserved.hold().equals(hold)) {
                sum += reserved.amount();
            }
        }
        return sum;
    }

    /** The open hold as its row should read. */
    Hold row(HoldId hold) {
        return row(hold, lots());
    }

    Hold row(HoldId hold, List<Lot> inBurnOrder) {
        NaiveHold known = hold(hold);
        Map<UUID, Long> parts = parts(hold, inBurnOrder);
        return new Hold(
                hold,
                known.placed.node(),
                known.key(),
                known.day(),
                known.placedAt,
                known.expiresAt,
                known.checkpoint,
                new Split(
                        parts.keySet().toArray(UUID[]::new),
                        parts.values().stream().mapToLong(Long::longValue).toArray()));
    }

    long available(Instant now) {
        long sum = 0;
        for (Lot lot : lots()) {
            sum += mayPay(lot, now) ? lot.available() : 0;
        }
        return sum;
    }

    /** What a key has spent and set aside in a window. */
    Spend spend(SpendWindow window) {
        long spent = 0;
        long held = 0;
        for (NaiveHold hold : holds.values()) {
            boolean counts =
                    switch (window.window()) {
                        case DAY -> hold.day().equals(window.start());
                        case MONTH ->
                                hold.day().getYear() == window.start().getYear()
                                        && hold.day().getMonth() == window.start().getMonth();
                        case TOTAL -> true;
                    };
            if (counts && hold.key().equals(window.key())) {
                spent += hold.ended ? hold.charged : 0;
                held += hold.ended ? 0 : total(hold.placed.hold());
            }
        }
        return new Spend(spent, held);
    }

    /** The legs of a charge, the last one first. */
    List<Entry> chargeBackwards(UUID transaction) {
        var legs = new ArrayList<Entry>();
        for (Entry entry : entries()) {
            if (entry.transaction().equals(transaction) && entry.credit() == Purpose.USAGE) {
                legs.addFirst(entry);
            }
        }
        return legs;
    }

    long undone(UUID transaction) {
        return undone.getOrDefault(transaction, 0L);
    }

    NaiveHold hold(HoldId hold) {
        return Objects.requireNonNull(holds.get(hold));
    }

    static boolean mayPay(Lot lot, Instant now) {
        Instant end = lot.expiresAt();
        return lot.asset() == Asset.CREDIT
                && lot.effectiveAt().compareTo(now) <= 0
                && (end == null || end.compareTo(now) > 0);
    }

    // ---- facts -----------------------------------------------------------------------------

    /** Something went on record for ever. */
    void onRecord() {
        version++;
    }

    void owable(long cap) {
        facts.add(new Fact.Owable(cap));
    }

    void lotCame(Lot terms) {
        facts.add(new Fact.LotCame(terms));
    }

    void firstLeg() {
        leg = 0;
    }

    void moved(
            UUID transaction,
            Purpose debit,
            Purpose credit,
            Asset asset,
            @Nullable UUID lot,
            long amount) {
        if (amount > 0) {
            facts.add(
                    new Fact.Moved(
                            new Entry(id, transaction, leg++, debit, credit, asset, lot, amount)));
        }
    }

    void reserved(HoldId hold, UUID lot, long amount) {
        if (amount != 0) {
            facts.add(new Fact.Reserved(hold, lot, amount));
        }
    }

    void posted(Posting op, @Nullable UUID about, long amount) {
        postings.put(op.transaction(), op);
        if (about != null) {
            undone.merge(about, amount, Long::sum);
        }
        onRecord();
    }

    /** Everything that can be named: lots, for a generator to choose from. */
    List<UUID> lotIds() {
        var ids = new TreeSet<UUID>();
        for (Fact fact : facts) {
            if (fact instanceof Fact.LotCame(var lot)) {
                ids.add(lot.id());
            }
        }
        return List.copyOf(ids);
    }

    private static void add(Map<UUID, Long> sums, UUID lot, boolean counts, long amount) {
        if (counts) {
            sums.merge(lot, amount, Long::sum);
        }
    }
}
