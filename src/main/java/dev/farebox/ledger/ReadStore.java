package dev.farebox.ledger;

import dev.farebox.db.Row;
import dev.farebox.db.SqlFailure;
import dev.farebox.db.Tx;
import dev.farebox.usage.Dimension;
import dev.farebox.usage.Usage;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads for people: balances, lots, statements, receipts. Takes no locks. */
final class ReadStore {
    static final int LONGEST_PAGE = 1_000;

    private static final String USAGE =
            """
            SELECT account_id, hold_id, key_id, local_day, model, channel, outcome, charge, charged,
                owed, borne, price_book, cost, tier, estimated, detail,
                dimensions::bigint[] AS dimensions, units, recorded_at
            FROM usage_line
            """;

    private final Tx tx;

    ReadStore(Tx tx) {
        this.tx = tx;
    }

    Optional<AccountView> account(AccountId account, Instant now) {
        return tx.one(
                """
                SELECT a.version, a.owed, a.owed_cap, a.created_at,
                    coalesce(sum(l.available) FILTER (WHERE l.effective_at <= ?
                        AND (l.expires_at IS NULL OR l.expires_at > ?)), 0)::bigint AS payable,
                    coalesce(sum(l.available), 0)::bigint AS available,
                    coalesce(sum(l.held), 0)::bigint AS held,
                    coalesce(sum(l.frozen), 0)::bigint AS frozen
                FROM account a LEFT JOIN lot l ON l.bucket = a.bucket
                    AND l.account_id = a.account_id AND l.open AND l.asset = 1
                WHERE a.bucket = ? AND a.account_id = ? AND a.version > 0
                GROUP BY a.version, a.owed, a.owed_cap, a.created_at
                """,
                row ->
                        new AccountView(
                                account,
                                row.number("version"),
                                row.number("payable"),
                                row.number("available") - row.number("payable"),
                                row.number("held"),
                                row.number("frozen"),
                                row.number("owed"),
                                row.number("owed_cap"),
                                row.instant("created_at")),
                now,
                now,
                account.bucket(),
                account.value());
    }

    List<Lot> lots(AccountId account, boolean openOnly) {
        String sql =
                "SELECT "
                        + StateStore.LOT_COLUMNS
                        + """
                        FROM lot l WHERE l.bucket = ? AND l.account_id = ? AND (l.open OR ?)
                        ORDER BY l.lot_id
                        """;
        try (var read = tx.connection().prepareStatement(sql)) {
            read.setShort(1, account.bucket());
            read.setObject(2, account.value());
            read.setBoolean(3, !openOnly);
            try (var rows = read.executeQuery()) {
                var lots = new ArrayList<Lot>();
                while (rows.next()) {
                    lots.add(StateStore.lot(rows));
                }
                return lots;
            }
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    List<StatementLine> statement(
            AccountId account, StatementLine.@Nullable Position before, int limit) {
        UUID transaction = before == null ? LAST : before.transaction();
        int leg = before == null ? 0 : before.leg();
        return tx.query(
                """
                SELECT tx_id, leg, debit, credit, asset, lot_id, amount, recorded_at FROM entry
                WHERE bucket = ? AND account_id = ? AND (tx_id, leg) < (?, ?)
                ORDER BY tx_id DESC, leg DESC LIMIT ?
                """,
                row -> new StatementLine(entry(account, row), row.instant("recorded_at")),
                account.bucket(),
                account.value(),
                transaction,
                leg,
                bounded(limit));
    }

    List<UsageRecord> usage(AccountId account, @Nullable HoldId before, int limit) {
        return tx.query(
                USAGE
                        + """
                        WHERE bucket = ? AND account_id = ? AND hold_id < ?
                        ORDER BY hold_id DESC LIMIT ?
                        """,
                row -> record(row, List.of()),
                account.bucket(),
                account.value(),
                before == null ? LAST : before.value(),
                bounded(limit));
    }

    Optional<UsageRecord> usageLine(AccountId account, HoldId hold) {
        return tx.one(
                        USAGE + "WHERE bucket = ? AND account_id = ? AND hold_id = ?",
                        row -> record(row, List.of()),
                        account.bucket(),
                        account.value(),
                        hold.value())
                .map(this::withEntries);
    }

    /** Finds the partition by the time in the id, and the pages by their range of ids. */
    Optional<UsageRecord> usageLine(HoldId hold) {
        return tx
                .query(
                        USAGE + "WHERE hold_id = ? LIMIT 1",
                        row -> record(row, List.of()),
                        hold.value())
                .stream()
                .findFirst()
                .map(this::withEntries);
    }

    private UsageRecord withEntries(UsageRecord record) {
        List<Entry> entries =
                tx.query(
                        """
                        SELECT tx_id, leg, debit, credit, asset, lot_id, amount FROM entry
                        WHERE bucket = ? AND account_id = ? AND tx_id = ? ORDER BY leg
                        """,
                        row -> entry(record.account(), row),
                        record.account().bucket(),
                        record.account().value(),
                        record.hold().value());
        return new UsageRecord(
                record.account(),
                record.hold(),
                record.line(),
                record.charged(),
                record.owed(),
                record.borne(),
                record.day(),
                record.recordedAt(),
                entries);
    }

    static Entry entry(AccountId account, Row row) {
        return new Entry(
                account,
                row.uuid("tx_id"),
                row.integer("leg"),
                Purpose.ofCode(row.integer("debit")),
                Purpose.ofCode(row.integer("credit")),
                Asset.ofCode(row.integer("asset")),
                row.optionalUuid("lot_id").orElse(null),
                row.number("amount"));
    }

    private static UsageRecord record(Row row, List<Entry> entries) {
        var line =
                new UsageLine(
                        row.uuid("key_id"),
                        row.text("model"),
                        row.text("channel"),
                        row.text("outcome"),
                        row.number("charge"),
                        row.integer("price_book"),
                        usage(row),
                        row.number("cost"),
                        row.text("detail"));
        return new UsageRecord(
                new AccountId(row.uuid("account_id")),
                new HoldId(row.uuid("hold_id")),
                line,
                row.number("charged"),
                row.number("owed"),
                row.number("borne"),
                row.date("local_day"),
                row.instant("recorded_at"),
                entries);
    }

    private static Usage usage(Row row) {
        List<Long> dimensions = row.numbers("dimensions");
        List<Long> units = row.numbers("units");
        Usage.Builder usage =
                Usage.builder()
                        .tier(row.text("tier"))
                        .basis(
                                row.flag("estimated")
                                        ? Usage.Basis.ESTIMATED
                                        : Usage.Basis.REPORTED);
        for (int i = 0; i < dimensions.size(); i++) {
            usage.set(Dimension.ofCode(dimensions.get(i).intValue()), units.get(i));
        }
        return usage.build();
    }

    private static int bounded(int limit) {
        if (limit < 1 || limit > LONGEST_PAGE) {
            throw new IllegalArgumentException("1 to " + LONGEST_PAGE + " lines, not " + limit);
        }
        return limit;
    }

    private static final UUID LAST = new UUID(-1, -1);
}
