package dev.farebox.ledger;

import dev.farebox.db.SqlFailure;
import dev.farebox.db.Tx;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What postings need to know beyond an account's open lots. Needs the account's lock. */
final class PostingStore {
    private final Tx tx;
    private final AccountId account;

    PostingStore(Tx tx, AccountId account) {
        this.tx = tx;
        this.account = account;
    }

    /** A row to lock for a book that is being opened; version 0 is no book yet. */
    void makeRow() {
        tx.update(
                """
                INSERT INTO account (bucket, account_id, version, owed, owed_cap)
                VALUES (?, ?, 0, 0, 0) ON CONFLICT (bucket, account_id) DO NOTHING
                """,
                account.bucket(),
                account.value());
    }

    void load(Posting op, Loading loading) {
        fingerprint(op.transaction(), loading);
        switch (op) {
            case OpenAccount _, SetOwedCap _, Grant _ -> {}
            case ExpireLot expire -> lots(Set.of(expire.lot()), loading);
            case Freeze freeze -> {
                openHolds(loading);
                if (freeze.scope() instanceof Freeze.Scope.Lots(var ids)) {
                    lots(new HashSet<>(ids), loading);
                }
            }
            case Unfreeze unfreeze -> original(unfreeze.freeze(), loading);
            case Correct correct -> original(correct.original(), loading);
        }
    }

    private void fingerprint(UUID transaction, Loading loading) {
        tx.one(
                        """
                        SELECT fingerprint FROM ledger_tx
                        WHERE bucket = ? AND account_id = ? AND tx_id = ?
                        """,
                        row -> row.text("fingerprint"),
                        account.bucket(),
                        account.value(),
                        transaction)
                .ifPresent(found -> loading.recorded(transaction, found));
    }

    private void original(UUID id, Loading loading) {
        TransactionKind kind = kind(id);
        if (kind == null) {
            return;
        }
        List<Entry> legs = legs(id);
        loading.add(new Recorded(id, kind, legs, undone(id)));
        var lots = new HashSet<UUID>();
        for (Entry leg : legs) {
            if (leg.lot() != null) {
                lots.add(leg.lot());
            }
        }
        lots(lots, loading);
    }

    private @Nullable TransactionKind kind(UUID id) {
        return tx.one(
                        """
                        SELECT kind FROM ledger_tx
                        WHERE bucket = ? AND account_id = ? AND tx_id = ?
                        UNION ALL
                        SELECT 1 FROM usage_line
                        WHERE bucket = ? AND account_id = ? AND hold_id = ?
                        """,
                        row -> TransactionKind.ofCode(row.integer("kind")),
                        account.bucket(),
                        account.value(),
                        id,
                        account.bucket(),
                        account.value(),
                        id)
                .orElse(null);
    }

    private List<Entry> legs(UUID id) {
        return tx.query(
                """
                SELECT tx_id, leg, debit, credit, asset, lot_id, amount FROM entry
                WHERE bucket = ? AND account_id = ? AND tx_id = ? ORDER BY leg
                """,
                row -> ReadStore.entry(account, row),
                account.bucket(),
                account.value(),
                id);
    }

    private long undone(UUID id) {
        return tx.one(
                        """
                        SELECT coalesce(sum(amount), 0)::bigint AS undone FROM ledger_tx
                        WHERE bucket = ? AND account_id = ? AND about = ?
                        """,
                        row -> row.number("undone"),
                        account.bucket(),
                        account.value(),
                        id)
                .orElse(0L);
    }

    private void openHolds(Loading loading) {
        read(
                "SELECT "
                        + StateStore.HOLD_COLUMNS
                        + "FROM hold h WHERE h.bucket = ? AND h.account_id = ?",
                List.of(),
                loading);
    }

    private void lots(Set<UUID> ids, Loading loading) {
        var missing = new ArrayList<UUID>();
        for (UUID id : ids) {
            if (!loading.hasLot(id)) {
                missing.add(id);
            }
        }
        if (!missing.isEmpty()) {
            read(
                    "SELECT "
                            + StateStore.LOT_COLUMNS
                            + """
                            FROM lot l
                            WHERE l.bucket = ? AND l.account_id = ? AND l.lot_id = ANY (?)
                            """,
                    missing,
                    loading);
        }
    }

    private void read(String sql, List<UUID> lots, Loading loading) {
        try (var read = tx.connection().prepareStatement(sql)) {
            read.setShort(1, account.bucket());
            read.setObject(2, account.value());
            if (!lots.isEmpty()) {
                read.setArray(3, tx.connection().createArrayOf("uuid", lots.toArray()));
            }
            read.execute();
            if (lots.isEmpty()) {
                StateStore.readHolds(read, Map.of(account, loading));
            } else {
                StateStore.readLots(read, Map.of(account, loading));
            }
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }
}
