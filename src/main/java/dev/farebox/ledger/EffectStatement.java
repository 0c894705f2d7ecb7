package dev.farebox.ledger;

import dev.farebox.db.Column;
import java.util.List;

/** The statements that write effects, in the order in which they run. */
enum EffectStatement {
    ACCOUNT(
            "suLLL",
            """
            UPDATE account a SET version = v.version, owed = v.owed, owed_cap = v.owed_cap
            FROM unnest(?, ?, ?, ?, ?) v (bucket, account_id, version, owed, owed_cap)
            WHERE a.bucket = v.bucket AND a.account_id = v.account_id
            """),
    NEW_LOT(
            "suussittfLTuuufLLLLf",
            """
            INSERT INTO lot (bucket, account_id, lot_id, asset, colour, priority, effective_at,
                expires_at, credit_line, paid_minor, currency, order_id, payment_id, parent_lot,
                refundable, granted, available, held, frozen, open)
            SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """),
    LOT(
            "suuLLLf",
            """
            UPDATE lot l
            SET available = v.available, held = v.held, frozen = v.frozen, open = v.open
            FROM unnest(?, ?, ?, ?, ?, ?, ?)
                v (bucket, account_id, lot_id, available, held, frozen, open)
            WHERE l.bucket = v.bucket AND l.account_id = v.account_id AND l.lot_id = v.lot_id
            """),
    NEW_HOLD(
            "uLsuuuudttLii",
            """
            INSERT INTO hold (bucket, account_id, hold_id, node_id, key_id, day, placed_at,
                expires_at, checkpoint, lots, amounts)
            SELECT bucket, account_id, hold_id, node_id, key_id, day, placed_at, expires_at,
                checkpoint, (?::uuid[])[first : last], (?::bigint[])[first : last]
            FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                v (bucket, account_id, hold_id, node_id, key_id, day, placed_at, expires_at,
                    checkpoint, first, last)
            """),
    HOLD(
            "uLsuutLii",
            """
            UPDATE hold h
            SET expires_at = v.expires_at, checkpoint = v.checkpoint,
                lots = (?::uuid[])[first : last], amounts = (?::bigint[])[first : last]
            FROM unnest(?, ?, ?, ?, ?, ?, ?)
                v (bucket, account_id, hold_id, expires_at, checkpoint, first, last)
            WHERE h.bucket = v.bucket AND h.account_id = v.account_id AND h.hold_id = v.hold_id
            """),
    ENDED_HOLD(
            "suu",
            """
            DELETE FROM hold h USING unnest(?, ?, ?) v (bucket, account_id, hold_id)
            WHERE h.bucket = v.bucket AND h.account_id = v.account_id AND h.hold_id = v.hold_id
            """),
    SPEND(
            "suusdLL",
            """
            INSERT INTO spend (bucket, account_id, key_id, span, starts, spent, held)
            SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (bucket, account_id, key_id, span, starts)
            DO UPDATE SET spent = excluded.spent, held = excluded.held
            """),
    USAGE_LINE(
            "sLsuuudTTTLLLLiLTfTLsLii",
            """
            INSERT INTO usage_line (bucket, account_id, hold_id, key_id, local_day, model, channel,
                outcome, charge, charged, owed, borne, price_book, cost, tier, estimated, detail,
                version, legs, seal, dimensions, units)
            SELECT bucket, account_id, hold_id, key_id, local_day, model, channel, outcome, charge,
                charged, owed, borne, price_book, cost, tier, estimated, detail, version, legs,
                seal, (?::smallint[])[first : last], (?::bigint[])[first : last]
            FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                v (bucket, account_id, hold_id, key_id, local_day, model, channel, outcome, charge,
                    charged, owed, borne, price_book, cost, tier, estimated, detail, version, legs,
                    seal, first, last)
            """),
    TRANSACTION(
            "suusTTTTuLLsL",
            """
            INSERT INTO ledger_tx (bucket, account_id, tx_id, kind, fingerprint, actor, reason,
                link, about, amount, version, legs, seal)
            SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """),
    ENTRY(
            "suussssuL",
            """
            INSERT INTO entry (bucket, account_id, tx_id, leg, debit, credit, asset, lot_id, amount)
            SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?)
            """);

    private final String types;
    private final String sql;

    /** {@code types}: one letter for each parameter, see {@link #column}. */
    EffectStatement(String types, String sql) {
        this.types = types;
        this.sql = sql.strip();
    }

    /** Empty columns for the parameters. */
    List<Column> columns() {
        return types.chars().mapToObj(EffectStatement::column).toList();
    }

    private static Column column(int type) {
        return switch (type) {
            case 'f' -> Column.flags();
            case 's' -> Column.smallints();
            case 'i' -> Column.integers();
            case 'L' -> Column.bigints();
            case 'u' -> Column.uuids();
            case 'd' -> Column.dates();
            case 't' -> Column.instants();
            case 'T' -> Column.texts();
            default -> throw new IllegalArgumentException("no column type " + (char) type);
        };
    }

    String sql() {
        return sql;
    }
}
