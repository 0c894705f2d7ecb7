package dev.farebox.ledger;

import dev.farebox.db.Column;
import dev.farebox.db.SqlFailure;
import dev.farebox.id.Ids;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads accounts under their row locks, as far as commands need them, for a whole batch in one
 * round trip: the driver sends the statements together, and each sees what was committed before its
 * turn, so the reads after the locks see what the locks protect.
 *
 * <p>Lock order: account rows by (bucket, id). Lots, holds and counters are protected by their
 * account's lock and take none of their own.
 */
final class StateStore {
    private static final String LOCK =
            """
            SELECT a.account_id, a.version, a.owed, a.owed_cap, a.counts_spend
            FROM unnest(?, ?) k (bucket, account_id) JOIN account a USING (bucket, account_id)
            ORDER BY a.bucket, a.account_id FOR UPDATE OF a;
            """;

    static final String LOT_COLUMNS =
            """
            l.account_id, l.lot_id, l.asset, l.colour, l.priority, l.effective_at, l.expires_at,
            l.credit_line, l.paid_minor, l.currency, l.order_id, l.payment_id, l.parent_lot,
            l.refundable, l.granted, l.available, l.held, l.frozen
            """;

    private static final String LOTS =
            "SELECT "
                    + LOT_COLUMNS
                    + """
                    FROM unnest(?, ?) k (bucket, account_id) JOIN lot l USING (bucket, account_id)
                    WHERE l.open;
                    """;

    static final String HOLD_COLUMNS =
            """
            h.account_id, h.hold_id, h.node_id, h.key_id, h.day, h.placed_at, h.expires_at,
            h.checkpoint, h.lots, h.amounts
            """;

    private static final String HOLDS =
            "SELECT "
                    + HOLD_COLUMNS
                    + """
                    FROM unnest(?, ?, ?) k (bucket, account_id, hold_id)
                    JOIN hold h USING (bucket, account_id, hold_id);
                    """;

    /**
     * The subquery with its limit is looked up row by row, by primary key. Joined plainly, a
     * planner that saw the partitions empty would scan an index by the range instead. The range
     * itself lets it leave out all other partitions at once.
     */
    private static final String RESOLUTIONS =
            """
            SELECT k.account_id, k.hold_id, u.charged
            FROM unnest(?, ?, ?) k (bucket, account_id, hold_id)
            CROSS JOIN LATERAL (
                SELECT u.charged FROM usage_line u
                WHERE u.bucket = k.bucket AND u.account_id = k.account_id AND u.hold_id = k.hold_id
                    AND u.hold_id >= ? AND u.hold_id <= ?
                LIMIT 1) u
            """;

    private static final String READ = LOCK + LOTS + HOLDS;
    private static final String READ_AND_LOOK_UP = READ + RESOLUTIONS;

    private final Connection connection;

    StateStore(Connection connection) {
        this.connection = connection;
    }

    /** Locks the accounts that commands name and reads them; in the order of first mention. */
    Map<AccountId, Loading> lock(Collection<? extends LedgerOp> ops) {
        return lock(ops, List.of());
    }

    /** The same, and other accounts with them. */
    Map<AccountId, Loading> lock(Collection<? extends LedgerOp> ops, Collection<AccountId> others) {
        try {
            return locked(ops, others);
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    private Map<AccountId, Loading> locked(
            Collection<? extends LedgerOp> ops, Collection<AccountId> others) throws SQLException {
        var accounts = new LinkedHashMap<AccountId, Loading>();
        var keys = new Keys();
        for (AccountId other : others) {
            accounts.put(other, new Loading(other));
            keys.add(other);
        }
        var holds = new HoldKeys();
        var placed = new HoldKeys();
        for (LedgerOp op : ops) {
            if (accounts.putIfAbsent(op.account(), new Loading(op.account())) == null) {
                keys.add(op.account());
            }
            HoldId hold = holdOf(op);
            if (hold != null) {
                holds.add(op.account(), hold);
            }
            if (op instanceof PlaceHold place) {
                placed.add(op.account(), place.hold());
            }
        }
        boolean lookUp = !placed.isEmpty();
        PreparedStatement read = connection.prepareStatement(lookUp ? READ_AND_LOOK_UP : READ);
        try (read) {
            int at = holds.bind(read, keys.bind(read, keys.bind(read, 1)));
            if (lookUp) {
                placed.bindRange(read, placed.bind(read, at));
            }
            read.execute();
            readAccounts(read, accounts);
            next(read);
            readLots(read, accounts);
            next(read);
            readHolds(read, accounts);
            if (lookUp) {
                next(read);
                readResolutions(read, accounts);
            }
        }
        lookUpMissing(ops, accounts);
        return accounts;
    }

    /** Of commands that end a hold which is not there: whether it was resolved before. */
    private void lookUpMissing(Collection<? extends LedgerOp> ops, Map<AccountId, Loading> accounts)
            throws SQLException {
        var missing = new HoldKeys();
        for (LedgerOp op : ops) {
            HoldId hold = holdOf(op);
            if (hold != null
                    && !(op instanceof PlaceHold)
                    && !loading(accounts, op.account()).knows(hold)) {
                missing.add(op.account(), hold);
            }
        }
        if (missing.isEmpty()) {
            return;
        }
        try (var read = connection.prepareStatement(RESOLUTIONS)) {
            missing.bindRange(read, missing.bind(read, 1));
            read.execute();
            readResolutions(read, accounts);
        }
    }

    static @Nullable HoldId holdOf(LedgerOp op) {
        return switch (op) {
            case PlaceHold place -> place.hold();
            case ExtendHold extend -> extend.hold();
            case CaptureHold capture -> capture.hold();
            case ExpireHold expire -> expire.hold();
            case RecoverHold recover -> recover.hold();
            case Posting _ -> null;
        };
    }

    private static void readAccounts(PreparedStatement read, Map<AccountId, Loading> accounts)
            throws SQLException {
        try (ResultSet rows = read.getResultSet()) {
            while (rows.next()) {
                loading(accounts, account(rows))
                        .found(
                                rows.getLong(2),
                                rows.getLong(3),
                                rows.getLong(4),
                                rows.getBoolean(5));
            }
        }
    }

    static void readLots(PreparedStatement read, Map<AccountId, Loading> accounts)
            throws SQLException {
        try (ResultSet rows = read.getResultSet()) {
            while (rows.next()) {
                loading(accounts, account(rows)).add(lot(rows));
            }
        }
    }

    static Lot lot(ResultSet rows) throws SQLException {
        var origin =
                new LotOrigin(
                        rows.getLong(9),
                        rows.getString(10),
                        rows.getObject(11, UUID.class),
                        rows.getObject(12, UUID.class),
                        rows.getObject(13, UUID.class),
                        rows.getBoolean(14));
        return new Lot(
                rows.getObject(2, UUID.class),
                Asset.ofCode(rows.getShort(3)),
                Colour.ofCode(rows.getShort(4)),
                rows.getInt(5),
                instant(rows, 6),
                optionalInstant(rows, 7),
                rows.getBoolean(8),
                origin,
                rows.getLong(15),
                rows.getLong(16),
                rows.getLong(17),
                rows.getLong(18));
    }

    static void readHolds(PreparedStatement read, Map<AccountId, Loading> accounts)
            throws SQLException {
        try (ResultSet rows = read.getResultSet()) {
            while (rows.next()) {
                loading(accounts, account(rows)).add(hold(rows));
            }
        }
    }

    static Hold hold(ResultSet rows) throws SQLException {
        var amounts = (Long[]) rows.getArray(10).getArray();
        long[] parts = new long[amounts.length];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = amounts[i];
        }
        return new Hold(
                new HoldId(rows.getObject(2, UUID.class)),
                rows.getObject(3, UUID.class),
                rows.getObject(4, UUID.class),
                rows.getObject(5, LocalDate.class),
                instant(rows, 6),
                instant(rows, 7),
                rows.getLong(8),
                new Split((UUID[]) rows.getArray(9).getArray(), parts));
    }

    private static void readResolutions(PreparedStatement read, Map<AccountId, Loading> accounts)
            throws SQLException {
        try (ResultSet rows = read.getResultSet()) {
            while (rows.next()) {
                loading(accounts, account(rows))
                        .resolved(new HoldId(rows.getObject(2, UUID.class)), rows.getLong(3));
            }
        }
    }

    private static void next(PreparedStatement read) throws SQLException {
        if (!read.getMoreResults()) {
            throw new IllegalStateException("fewer results than statements");
        }
    }

    static AccountId account(ResultSet rows) throws SQLException {
        return new AccountId(rows.getObject(1, UUID.class));
    }

    static Instant instant(ResultSet rows, int column) throws SQLException {
        return rows.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Instant optionalInstant(ResultSet rows, int column)
            throws SQLException {
        OffsetDateTime time = rows.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static Loading loading(Map<AccountId, Loading> accounts, AccountId account) {
        Loading loading = accounts.get(account);
        if (loading == null) {
            throw new IllegalStateException("account " + account + " was not asked for");
        }
        return loading;
    }

    /** The two columns of an account's key. */
    static final class Keys {
        private final Column buckets = Column.smallints();
        private final Column accounts = Column.uuids();

        void add(AccountId account) {
            buckets.add(account.bucket());
            accounts.add(account.value());
        }

        int bind(PreparedStatement statement, int at) throws SQLException {
            statement.setObject(at, buckets);
            statement.setObject(at + 1, accounts);
            return at + 2;
        }
    }

    /** The three columns of a hold's key, and the range of its ids: the partitions to look in. */
    static final class HoldKeys {
        private final Keys accounts = new Keys();
        private final Column holds = Column.uuids();
        private long earliest = Long.MAX_VALUE;
        private long latest = Long.MIN_VALUE;

        void add(AccountId account, HoldId hold) {
            accounts.add(account);
            holds.add(hold.value());
            long millis = Ids.epochMillis(hold.value());
            earliest = Math.min(earliest, millis);
            latest = Math.max(latest, millis);
        }

        boolean isEmpty() {
            return holds.rows() == 0;
        }

        int bind(PreparedStatement statement, int at) throws SQLException {
            int next = accounts.bind(statement, at);
            statement.setObject(next, holds);
            return next + 1;
        }

        void bindRange(PreparedStatement statement, int at) throws SQLException {
            statement.setObject(at, Ids.floor(earliest));
            statement.setObject(at + 1, Ids.floor(latest + 1));
        }
    }
}
