package dev.farebox.gateway.stored;

import dev.farebox.db.Row;
import dev.farebox.db.Tx;
import dev.farebox.gateway.exchange.StoredId;
import dev.farebox.ledger.AccountId;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table {@code stored_object}. Every statement names the owner. */
final class StoredObjectStore {
    private static final int MOST_PRUNED = 5_000;

    private final Tx tx;

    StoredObjectStore(Tx tx) {
        this.tx = tx;
    }

    void put(AccountId owner, Owned owned, Instant createdAt, @Nullable Instant expiresAt) {
        tx.update(
                """
                INSERT INTO stored_object (
                    bucket, customer_id, kind, upstream_id, channel_id, tokens, created_at, expires_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (bucket, customer_id, kind, upstream_id) DO UPDATE SET
                    channel_id = EXCLUDED.channel_id, tokens = EXCLUDED.tokens,
                    created_at = EXCLUDED.created_at, expires_at = EXCLUDED.expires_at
                """,
                owner.bucket(),
                owner.value(),
                owned.id().kind().word(),
                owned.id().id(),
                owned.channel(),
                owned.tokens(),
                createdAt,
                expiresAt);
    }

    /** What has not expired, whether or not it was pruned. */
    List<Owned> find(AccountId owner, StoredId.Kind kind, List<String> ids, Instant now) {
        return tx.query(
                """
                SELECT kind, upstream_id, channel_id, tokens FROM stored_object
                WHERE bucket = ? AND customer_id = ? AND kind = ? AND upstream_id = ANY (?)
                  AND (expires_at IS NULL OR expires_at > ?)
                """,
                StoredObjectStore::owned,
                owner.bucket(),
                owner.value(),
                kind.word(),
                ids,
                now);
    }

    /** Newest first, from behind {@code after}, which must be the owner's; null for the newest. */
    List<Owned> page(AccountId owner, StoredId.Kind kind, @Nullable String after, int limit) {
        return tx.query(
                """
                SELECT kind, upstream_id, channel_id, tokens FROM stored_object
                WHERE bucket = ? AND customer_id = ? AND kind = ?
                  AND (?::text IS NULL OR (created_at, upstream_id) < (
                    SELECT created_at, upstream_id FROM stored_object
                    WHERE bucket = ? AND customer_id = ? AND kind = ? AND upstream_id = ?))
                ORDER BY created_at DESC, upstream_id DESC
                LIMIT ?
                """,
                StoredObjectStore::owned,
                owner.bucket(),
                owner.value(),
                kind.word(),
                after,
                owner.bucket(),
                owner.value(),
                kind.word(),
                after,
                limit);
    }

    long count(AccountId owner, StoredId.Kind kind) {
        Optional<Long> count =
                tx.one(
                        """
                        SELECT count(*) AS objects FROM stored_object
                        WHERE bucket = ? AND customer_id = ? AND kind = ?
                        """,
                        row -> row.number("objects"),
                        owner.bucket(),
                        owner.value(),
                        kind.word());
        return count.orElseThrow();
    }

    void delete(AccountId owner, StoredId id) {
        tx.update(
                """
                DELETE FROM stored_object
                WHERE bucket = ? AND customer_id = ? AND kind = ? AND upstream_id = ?
                """,
                owner.bucket(),
                owner.value(),
                id.kind().word(),
                id.id());
    }

    /** One bite of what has expired; how many rows that was. */
    int prune(Instant now) {
        return tx.update(
                """
                DELETE FROM stored_object WHERE ctid = ANY (ARRAY(
                    SELECT ctid FROM stored_object WHERE expires_at <= ? LIMIT ?
                    FOR UPDATE SKIP LOCKED))
                """,
                now,
                MOST_PRUNED);
    }

    private static Owned owned(Row row) {
        var kind = StoredId.Kind.valueOf(row.text("kind").toUpperCase(Locale.ROOT));
        return new Owned(
                new StoredId(kind, row.text("upstream_id")),
                row.uuid("channel_id"),
                row.number("tokens"));
    }
}
