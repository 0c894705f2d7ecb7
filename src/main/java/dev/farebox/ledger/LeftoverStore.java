package dev.farebox.ledger;

import dev.farebox.db.SqlFailure;
import dev.farebox.db.Tx;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds what nobody ended in time, a page at a time. Takes no locks: who acts looks again. */
final class LeftoverStore {
    /** The holds and lots that one look finds at most. */
    static final int PAGE = 500;

    private final Tx tx;

    LeftoverStore(Tx tx) {
        this.tx = tx;
    }

    /** Where a page of holds begins: after this one, in the order of the keys. */
    record After(short bucket, UUID account, UUID hold) {
        static final After START = new After((short) -1, new UUID(0, 0), new UUID(0, 0));

        static After of(OpenHold hold) {
            return new After(hold.account().bucket(), hold.account().value(), hold.hold().value());
        }
    }

    /** Of one node, placed before that time. */
    List<OpenHold> holdsOf(UUID node, Instant placedBefore, After after) {
        return holds("h.node_id = ? AND h.placed_at < ?", node, placedBefore, after);
    }

    /** Of any node, expired by that time. */
    List<OpenHold> expiredHolds(Instant now, After after) {
        return holds("h.expires_at <= ?", null, now, after);
    }

    private List<OpenHold> holds(String condition, @Nullable UUID node, Instant time, After after) {
        String sql =
                "SELECT "
                        + StateStore.HOLD_COLUMNS
                        + "FROM hold h WHERE "
                        + condition
                        + """
                         AND (h.bucket, h.account_id, h.hold_id) > (?, ?, ?)
                        ORDER BY h.bucket, h.account_id, h.hold_id LIMIT ?
                        """;
        try (PreparedStatement read = tx.connection().prepareStatement(sql)) {
            int at = 1;
            if (node != null) {
                read.setObject(at++, node);
            }
            read.setObject(at++, time.atOffset(ZoneOffset.UTC));
            read.setShort(at++, after.bucket());
            read.setObject(at++, after.account());
            read.setObject(at++, after.hold());
            read.setInt(at, PAGE);
            try (var rows = read.executeQuery()) {
                var holds = new ArrayList<OpenHold>();
                while (rows.next()) {
                    Hold hold = StateStore.hold(rows);
                    holds.add(
                            new OpenHold(
                                    StateStore.account(rows),
                                    hold.id(),
                                    hold.node(),
                                    hold.key(),
                                    hold.day(),
                                    hold.placedAt(),
                                    hold.expiresAt(),
                                    hold.split().total(),
                                    hold.checkpoint()));
                }
                return holds;
            }
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    /** A lot past its expiry with something available in it. */
    record ExpiredLot(AccountId account, UUID lot, Instant expiresAt) {}

    List<ExpiredLot> expiredLots(Instant now, Instant after, UUID afterLot) {
        return tx.query(
                """
                SELECT account_id, lot_id, expires_at FROM lot
                WHERE open AND expires_at IS NOT NULL AND expires_at <= ? AND available > 0
                    AND (expires_at, lot_id) > (?, ?)
                ORDER BY expires_at, lot_id LIMIT ?
                """,
                row ->
                        new ExpiredLot(
                                new AccountId(row.uuid("account_id")),
                                row.uuid("lot_id"),
                                row.instant("expires_at")),
                now,
                after,
                afterLot,
                PAGE);
    }
}
