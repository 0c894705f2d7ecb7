package dev.farebox.ledger;

import dev.farebox.ledger.AuditStore.AccountRow;
import dev.farebox.ledger.AuditStore.LotRow;
import dev.farebox.ledger.AuditStore.RecordRow;
import dev.farebox.ledger.AuditStore.SpendRow;
import dev.farebox.ledger.AuditStore.Stream;
import java.time.LocalDate;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Recomputes one account: first its records with their entries, one transaction after the other,
 * then what follows from them.
 */
final class AccountAudit {
    private final AccountKey key;
    private final AuditStore rows;
    private final Map<UUID, LotSum> lots = new LinkedHashMap<>();
    private final Map<SpendWindow, Spend> counted = new LinkedHashMap<>();
    private final Map<SpendWindow, Spend> recounted = new HashMap<>();
    private final BitSet positions = new BitSet();
    private long owed;
    private long transactions;
    private long entries;

    AccountAudit(AccountKey key, AuditStore rows) {
        this.key = key;
        this.rows = rows;
    }

    long transactions() {
        return transactions;
    }

    long entries() {
        return entries;
    }

    /**
     * @throws BookDifference at the first one
     */
    void verify() {
        if (key.bucket() != new AccountId(key.account()).bucket()) {
            throw new BookDifference(
                    "account %s stands in bucket %d, where it does not belong"
                            .formatted(key.account(), key.bucket()));
        }
        AccountRow account = rows.accounts.next(key);
        if (account == null) {
            throw new BookDifference(
                    "rows name account %s, which does not exist".formatted(key.account()));
        }
        for (LotRow row : rows.lots.all(key)) {
            lots.put(row.lot().id(), new LotSum(row));
        }
        for (SpendRow row : rows.spends.all(key)) {
            counted.put(row.window(), row.spend());
            recounted.put(row.window(), new Spend(0, 0));
        }
        for (UUID id = nextTransaction(); id != null; id = nextTransaction()) {
            transaction(id);
        }
        rows.holds.all(key).forEach(this::hold);
        positions(account.version());
        if (owed != account.owed()) {
            throw new BookDifference(
                    "account %s owes %d, but its entries give %d"
                            .formatted(key.account(), account.owed(), owed));
        }
        lots.values().forEach(this::lot);
        counted.forEach(this::counter);
    }

    private @Nullable UUID nextTransaction() {
        Entry entry = rows.entries.peek(key);
        return earliest(
                earliest(id(rows.usageLines), id(rows.transactions)),
                entry == null ? null : entry.transaction());
    }

    private @Nullable UUID id(Stream<RecordRow> records) {
        RecordRow next = records.peek(key);
        return next == null ? null : next.id();
    }

    private static @Nullable UUID earliest(@Nullable UUID one, @Nullable UUID other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return AccountKey.compare(one, other) <= 0 ? one : other;
    }

    private void transaction(UUID id) {
        RecordRow line = take(rows.usageLines, id);
        RecordRow posting = take(rows.transactions, id);
        if (line != null && posting != null) {
            throw new BookDifference(
                    "%s of account %s is both a usage line and a transaction"
                            .formatted(id, key.account()));
        }
        RecordRow record = line == null ? posting : line;
        if (record == null) {
            throw new BookDifference(
                    "entries of %s in account %s belong to no usage line and no transaction"
                            .formatted(id, key.account()));
        }
        var audit = new TransactionAudit(key, record);
        for (Entry leg = leg(id); leg != null; leg = leg(id)) {
            LotSum lot = leg.lot() == null ? null : lots.get(leg.lot());
            audit.leg(leg, lot == null ? null : lot.row.lot());
            apply(leg, lot, record);
            entries++;
        }
        audit.end();
        transactions++;
        record(record);
    }

    private @Nullable RecordRow take(Stream<RecordRow> records, UUID id) {
        return id.equals(id(records)) ? records.next(key) : null;
    }

    private @Nullable Entry leg(UUID transaction) {
        Entry next = rows.entries.peek(key);
        return next != null && next.transaction().equals(transaction)
                ? rows.entries.next(key)
                : null;
    }

    private void apply(Entry leg, @Nullable LotSum lot, RecordRow record) {
        owed += leg.debit() == Purpose.OWED ? leg.amount() : 0;
        owed -= leg.credit() == Purpose.OWED ? leg.amount() : 0;
        if (lot != null) {
            lot.move(leg.debit(), -leg.amount());
            lot.move(leg.credit(), leg.amount());
            if (leg.credit() == Purpose.WALLET && bears(record, lot.row.lot().id())) {
                lot.born = leg.amount();
            }
        }
    }

    /**
     * A grant makes the lot of its own id; a correction may make that one and those that follow.
     */
    private static boolean bears(RecordRow record, UUID lot) {
        UUID id = record.id();
        long after = lot.getLeastSignificantBits() - id.getLeastSignificantBits();
        return switch (record.kind()) {
            case GRANT -> lot.equals(id);
            case CORRECTION ->
                    lot.getMostSignificantBits() == id.getMostSignificantBits()
                            && after >= 0
                            && after < record.legs();
            case CAPTURE, OPEN_ACCOUNT, OWED_CAP, EXPIRY, FREEZE, UNFREEZE -> false;
        };
    }

    private void record(RecordRow record) {
        int position = Math.toIntExact(record.version());
        if (position <= 0 || positions.get(position)) {
            throw new BookDifference(
                    "%s takes position %d of account %s, which is not free"
                            .formatted(record.id(), position, key.account()));
        }
        positions.set(position);
        if (record.kind() == TransactionKind.CAPTURE && !counted.isEmpty()) {
            count(record.key(), record.day(), record.charged(), 0);
        }
    }

    private void hold(Hold hold) {
        Split split = hold.split();
        for (int i = 0; i < split.size(); i++) {
            LotSum lot = lots.get(split.lot(i));
            if (lot == null) {
                throw new BookDifference(
                        "hold %s of account %s has part of lot %s, which the account has not"
                                .formatted(hold.id(), key.account(), split.lot(i)));
            }
            lot.held += split.amount(i);
        }
        count(hold.key(), hold.day(), 0, split.total());
    }

    private void count(UUID of, LocalDate day, long spent, long held) {
        for (SpendWindow window :
                new SpendWindow[] {
                    SpendWindow.ofDay(of, day),
                    SpendWindow.ofMonth(of, day),
                    SpendWindow.ofTotal(of)
                }) {
            recounted.computeIfPresent(
                    window,
                    (_, sum) ->
                            new Spend(
                                    Math.addExact(sum.spent(), spent),
                                    Math.addExact(sum.held(), held)));
        }
    }

    private void positions(long version) {
        int missing = positions.nextClearBit(1);
        if (missing <= version) {
            throw new BookDifference(
                    "account %s is at position %d, but no usage line or transaction takes position %d"
                            .formatted(key.account(), version, missing));
        }
        if (positions.length() - 1 > version) {
            throw new BookDifference(
                    "account %s is at position %d, but its records go on to %d"
                            .formatted(key.account(), version, positions.length() - 1));
        }
    }

    private void lot(LotSum sum) {
        Lot lot = sum.row.lot();
        balance(lot, "was granted", lot.granted(), sum.born);
        balance(lot, "holds have set aside", lot.held(), sum.held);
        balance(lot, "available and held", Math.addExact(lot.available(), lot.held()), sum.wallet);
        balance(lot, "frozen", lot.frozen(), sum.frozen);
        if (sum.row.open() != ((lot.available() | lot.held() | lot.frozen()) != 0)) {
            throw new BookDifference(
                    "lot %s of account %s is marked open=%s"
                            .formatted(lot.id(), key.account(), sum.row.open()));
        }
    }

    private void balance(Lot lot, String what, long says, long gives) {
        if (says != gives) {
            throw new BookDifference(
                    "lot %s of account %s (%s) says %d, but its entries and holds give %d"
                            .formatted(lot.id(), key.account(), what, says, gives));
        }
    }

    private void counter(SpendWindow window, Spend says) {
        if (!says.equals(recounted.get(window))) {
            throw new BookDifference(
                    "spend of account %s in %s says %s, but its usage lines and holds give %s"
                            .formatted(key.account(), window, says, recounted.get(window)));
        }
    }

    /** A lot and what is recomputed of it. */
    private static final class LotSum {
        private final LotRow row;
        private long wallet;
        private long frozen;
        private long held;
        private long born;

        LotSum(LotRow row) {
            this.row = row;
        }

        void move(Purpose purpose, long amount) {
            if (purpose == Purpose.WALLET) {
                wallet = Math.addExact(wallet, amount);
            } else if (purpose == Purpose.FROZEN) {
                frozen = Math.addExact(frozen, amount);
            }
        }
    }
}
