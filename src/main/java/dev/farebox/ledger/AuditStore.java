package dev.farebox.ledger;

import dev.farebox.db.SqlFailure;
import dev.farebox.db.Tx;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** All rows of some buckets, table by table in the order of their keys, from one snapshot. */
final class AuditStore implements AutoCloseable {
    private static final int FETCH = 2_000;

    /** An account's row. */
    record AccountRow(long version, long owed) {}

    /** A lot with whether it is marked open. */
    record LotRow(Lot lot, boolean open) {}

    /** A counter. */
    record SpendRow(SpendWindow window, Spend spend) {}

    /**
     * A usage line or a transaction. {@code moved} is its charge or amount; the part that the
     * customer pays, owes and the operator bears are a usage line's.
     */
    record RecordRow(
            UUID id,
            TransactionKind kind,
            long moved,
            long charged,
            long owed,
            long borne,
            UUID key,
            LocalDate day,
            long version,
            int legs,
            long seal) {}

    final Stream<AccountRow> accounts;
    final Stream<LotRow> lots;
    final Stream<Hold> holds;
    final Stream<SpendRow> spends;
    final Stream<RecordRow> usageLines;
    final Stream<RecordRow> transactions;
    final Stream<Entry> entries;

    /** What this transaction reads from here on is of one moment. Call it first. */
    static void takeSnapshot(Tx tx) {
        tx.update("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
        tx.update("SET LOCAL statement_timeout = 0");
    }

    AuditStore(Tx tx, int firstBucket, int lastBucket) {
        String where = " WHERE bucket BETWEEN %d AND %d ".formatted(firstBucket, lastBucket);
        String account = "SELECT bucket, account_id, ";
        String order = "ORDER BY bucket, account_id";
        accounts =
                stream(
                        tx,
                        account + "version, owed FROM account" + where + order,
                        row -> new AccountRow(row.getLong(3), row.getLong(4)));
        lots =
                stream(
                        tx,
                        "SELECT " + LOTS + where + order + ", lot_id",
                        row -> new LotRow(StateStore.lot(row), row.getBoolean("open")));
        holds = stream(tx, "SELECT " + HOLDS + where + order + ", hold_id", StateStore::hold);
        spends =
                stream(
                        tx,
                        account + SPENDS + where + order + ", key_id, span, starts",
                        AuditStore::spend);
        usageLines =
                stream(tx, account + USAGE_LINES + where + order + ", hold_id", AuditStore::record);
        transactions =
                stream(tx, account + TRANSACTIONS + where + order + ", tx_id", AuditStore::record);
        entries = stream(tx, account + ENTRIES + where + order + ", tx_id, leg", AuditStore::entry);
    }

    private static final String LOTS = StateStore.LOT_COLUMNS + ", l.bucket, l.open FROM lot l";
    private static final String HOLDS = StateStore.HOLD_COLUMNS + ", h.bucket FROM hold h";
    private static final String SPENDS = "key_id, span, starts, spent, held FROM spend";
    private static final String USAGE_LINES =
            """
            hold_id, 1::smallint, charge, charged, owed, borne, key_id, local_day, version, legs,
                seal
            FROM usage_line
            """;
    private static final String TRANSACTIONS =
            """
            tx_id, kind, amount, 0::bigint, 0::bigint, 0::bigint, account_id, DATE '1970-01-01',
                version, legs, seal
            FROM ledger_tx
            """;
    private static final String ENTRIES =
            "tx_id, leg, debit, credit, asset, lot_id, amount FROM entry";

    /** The first account, in order, of which a row of any table is left; null after the last. */
    @Nullable AccountKey nextAccount() {
        AccountKey first = null;
        for (Stream<?> stream : streams()) {
            AccountKey key = stream.account();
            if (key != null && (first == null || key.compareTo(first) < 0)) {
                first = key;
            }
        }
        return first;
    }

    @Override
    public void close() {
        streams().forEach(Stream::close);
    }

    private List<Stream<?>> streams() {
        return List.of(accounts, lots, holds, spends, usageLines, transactions, entries);
    }

    private static SpendRow spend(ResultSet row) throws SQLException {
        return new SpendRow(
                new SpendWindow(
                        row.getObject(3, UUID.class),
                        SpendStore.window(row.getShort(4)),
                        row.getObject(5, LocalDate.class)),
                new Spend(row.getLong(6), row.getLong(7)));
    }

    private static RecordRow record(ResultSet row) throws SQLException {
        return new RecordRow(
                row.getObject(3, UUID.class),
                TransactionKind.ofCode(row.getShort(4)),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7),
                row.getLong(8),
                row.getObject(9, UUID.class),
                row.getObject(10, LocalDate.class),
                row.getLong(11),
                row.getInt(12),
                row.getLong(13));
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                new AccountId(row.getObject(2, UUID.class)),
                row.getObject(3, UUID.class),
                row.getInt(4),
                Purpose.ofCode(row.getShort(5)),
                Purpose.ofCode(row.getShort(6)),
                Asset.ofCode(row.getShort(7)),
                row.getObject(8, UUID.class),
                row.getLong(9));
    }

    private static <T> Stream<T> stream(Tx tx, String sql, Reader<T> reader) {
        try {
            PreparedStatement statement = tx.connection().prepareStatement(sql);
            statement.setFetchSize(FETCH);
            return new Stream<>(statement, statement.executeQuery(), reader);
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    /** Reads a row. */
    private interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** The rows of one table, one after the other. */
    static final class Stream<T> implements AutoCloseable {
        private final PreparedStatement statement;
        private final ResultSet rows;
        private final Reader<T> reader;
        private @Nullable AccountKey account;
        private @Nullable T current;

        private Stream(PreparedStatement statement, ResultSet rows, Reader<T> reader)
                throws SQLException {
            this.statement = statement;
            this.rows = rows;
            this.reader = reader;
            advance();
        }

        /** Whose the next row is; null after the last. */
        @Nullable AccountKey account() {
            return account;
        }

        /** The next row if it is of that account; it stays the next one. */
        @Nullable T peek(AccountKey of) {
            return of.equals(account) ? current : null;
        }

        /** The next row if it is of that account, and goes on. */
        @Nullable T next(AccountKey of) {
            T row = peek(of);
            if (row != null) {
                try {
                    advance();
                } catch (SQLException e) {
                    throw new SqlFailure(e);
                }
            }
            return row;
        }

        List<T> all(AccountKey of) {
            var all = new ArrayList<T>();
            for (T row = next(of); row != null; row = next(of)) {
                all.add(row);
            }
            return all;
        }

        private void advance() throws SQLException {
            if (rows.next()) {
                account =
                        new AccountKey(
                                rows.getShort("bucket"), rows.getObject("account_id", UUID.class));
                current = read(account);
            } else {
                account = null;
                current = null;
            }
        }

        /** A row that says something impossible is a difference like any other. */
        private T read(AccountKey of) throws SQLException {
            try {
                return reader.read(rows);
            } catch (IllegalArgumentException | IllegalStateException e) {
                throw new BookDifference(
                        "a row of account %s says what no row can: %s"
                                .formatted(of.account(), e.getMessage()));
            }
        }

        @Override
        public void close() {
            try {
                statement.close();
            } catch (SQLException e) {
                throw new SqlFailure(e);
            }
        }
    }
}
