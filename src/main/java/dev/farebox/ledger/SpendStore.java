package dev.farebox.ledger;

import dev.farebox.db.Column;
import dev.farebox.db.SqlFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads the spend counters that commands and their holds need, and makes the counters of a key
 * whose first cap comes. Needs the accounts' locks.
 *
 * <p>Most accounts have no counters; the flag in the account row spares them the query.
 */
final class SpendStore {
    private static final String READ =
            """
            SELECT s.account_id, s.key_id, s.span, s.starts, s.spent, s.held
            FROM unnest(?, ?, ?, ?, ?) k (bucket, account_id, key_id, span, starts)
            JOIN spend s USING (bucket, account_id, key_id, span, starts)
            """;

    /** How far back from the day of the first cap the days get counters of their own. */
    private static final int DAYS_BACK = 2;

    private final Connection connection;

    SpendStore(Connection connection) {
        this.connection = connection;
    }

    static short code(PlaceOutcome.SpendCapReached.Window window) {
        return switch (window) {
            case DAY -> 0;
            case MONTH -> 1;
            case TOTAL -> 2;
        };
    }

    static PlaceOutcome.SpendCapReached.Window window(short code) {
        return switch (code) {
            case 0 -> PlaceOutcome.SpendCapReached.Window.DAY;
            case 1 -> PlaceOutcome.SpendCapReached.Window.MONTH;
            case 2 -> PlaceOutcome.SpendCapReached.Window.TOTAL;
            default -> throw new IllegalStateException("no window has code " + code);
        };
    }

    void load(Collection<? extends LedgerOp> ops, Map<AccountId, Loading> accounts) {
        try {
            read(wanted(ops, accounts), accounts);
            open(ops, accounts);
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    private static Set<Wanted> wanted(
            Collection<? extends LedgerOp> ops, Map<AccountId, Loading> accounts) {
        var wanted = new HashSet<Wanted>();
        for (LedgerOp op : ops) {
            SpendCaps caps = caps(op);
            if (caps != null && counted(accounts, op)) {
                add(wanted, op.account(), caps.keyId(), caps.day());
            }
        }
        for (Loading account : accounts.values()) {
            if (account.countsSpend()) {
                for (Hold hold : account.holds()) {
                    add(wanted, account.account(), hold.key(), hold.day());
                }
            }
        }
        return wanted;
    }

    private static boolean counted(Map<AccountId, Loading> accounts, LedgerOp op) {
        Loading account = accounts.get(op.account());
        return account != null && account.countsSpend();
    }

    private static void add(Set<Wanted> wanted, AccountId account, UUID key, LocalDate day) {
        wanted.add(new Wanted(account, SpendWindow.ofDay(key, day)));
        wanted.add(new Wanted(account, SpendWindow.ofMonth(key, day)));
        wanted.add(new Wanted(account, SpendWindow.ofTotal(key)));
    }

    private void read(Set<Wanted> wanted, Map<AccountId, Loading> accounts) throws SQLException {
        if (wanted.isEmpty()) {
            return;
        }
        var columns = new WindowColumns();
        wanted.forEach(columns::add);
        try (var read = connection.prepareStatement(READ)) {
            columns.bind(read);
            try (var rows = read.executeQuery()) {
                while (rows.next()) {
                    Loading account = accounts.get(StateStore.account(rows));
                    if (account != null) {
                        account.add(
                                new SpendWindow(
                                        rows.getObject(2, UUID.class),
                                        window(rows.getShort(3)),
                                        rows.getObject(4, LocalDate.class)),
                                new Spend(rows.getLong(5), rows.getLong(6)));
                    }
                }
            }
        }
    }

    /** Makes the counters of keys that bring a cap and have none. */
    private void open(Collection<? extends LedgerOp> ops, Map<AccountId, Loading> accounts)
            throws SQLException {
        for (LedgerOp op : ops) {
            SpendCaps caps = caps(op);
            Loading account = accounts.get(op.account());
            if (caps != null
                    && !caps.isUnlimited()
                    && account != null
                    && account.isOpen()
                    && !account.counts(caps.keyId())) {
                open(account, caps.keyId(), caps.day());
            }
        }
    }

    /** Takes the account's lock, and makes the key's counters unless there are some. */
    void open(AccountId account, UUID key, LocalDate today) {
        Map<AccountId, Loading> accounts =
                new StateStore(connection).lock(List.of(), List.of(account));
        try {
            read(Set.of(new Wanted(account, SpendWindow.ofTotal(key))), accounts);
            Loading loading = accounts.get(account);
            if (loading != null && loading.isOpen() && !loading.counts(key)) {
                open(loading, key, today);
            }
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    /** Makes the counters of a key. {@code today} is the operator's day. */
    void open(Loading account, UUID key, LocalDate today) throws SQLException {
        var backfill = new SpendBackfill(key, today.minusDays(DAYS_BACK), today);
        readSpent(account.account(), key, backfill);
        readHeld(account.account(), key, backfill);
        write(account.account(), backfill);
        backfill.counters().forEach(account::add);
        account.nowCountsSpend();
    }

    private void readSpent(AccountId account, UUID key, SpendBackfill backfill)
            throws SQLException {
        try (var read =
                connection.prepareStatement(
                        """
                        SELECT local_day, sum(charged)::bigint FROM usage_line
                        WHERE bucket = ? AND account_id = ? AND key_id = ?
                        GROUP BY local_day
                        """)) {
            read.setShort(1, account.bucket());
            read.setObject(2, account.value());
            read.setObject(3, key);
            try (var rows = read.executeQuery()) {
                while (rows.next()) {
                    backfill.spent(rows.getObject(1, LocalDate.class), rows.getLong(2));
                }
            }
        }
    }

    private void readHeld(AccountId account, UUID key, SpendBackfill backfill) throws SQLException {
        try (var read =
                connection.prepareStatement(
                        "SELECT "
                                + StateStore.HOLD_COLUMNS
                                + """
                                FROM hold h
                                WHERE h.bucket = ? AND h.account_id = ? AND h.key_id = ?
                                """)) {
            read.setShort(1, account.bucket());
            read.setObject(2, account.value());
            read.setObject(3, key);
            try (var rows = read.executeQuery()) {
                while (rows.next()) {
                    Hold hold = StateStore.hold(rows);
                    backfill.held(hold.day(), hold.split().total());
                }
            }
        }
    }

    private void write(AccountId account, SpendBackfill backfill) throws SQLException {
        var rows = new EffectRows();
        backfill.counters().forEach((window, spend) -> rows.spend(account, window, spend));
        new EffectsStore(connection).write(rows);
        try (var mark =
                connection.prepareStatement(
                        """
                        UPDATE account SET counts_spend = true
                        WHERE bucket = ? AND account_id = ?
                        """)) {
            mark.setShort(1, account.bucket());
            mark.setObject(2, account.value());
            mark.executeUpdate();
        }
    }

    private static @Nullable SpendCaps caps(LedgerOp op) {
        return switch (op) {
            case PlaceHold place -> place.caps();
            case ExtendHold extend -> extend.caps();
            case CaptureHold _, ExpireHold _, RecoverHold _, Posting _ -> null;
        };
    }

    private record Wanted(AccountId account, SpendWindow window) {}

    /** The columns of a counter's key. */
    private static final class WindowColumns {
        private final StateStore.Keys accounts = new StateStore.Keys();
        private final Column keys = Column.uuids();
        private final Column spans = Column.smallints();
        private final Column starts = Column.dates();

        void add(Wanted wanted) {
            accounts.add(wanted.account());
            keys.add(wanted.window().key());
            spans.add(code(wanted.window().window()));
            starts.add(wanted.window().start());
        }

        void bind(PreparedStatement statement) throws SQLException {
            int at = accounts.bind(statement, 1);
            statement.setObject(at, keys);
            statement.setObject(at + 1, spans);
            statement.setObject(at + 2, starts);
        }
    }
}
