package dev.farebox.identity;

import dev.farebox.db.Row;
import dev.farebox.db.Tx;
import dev.farebox.ledger.AccountId;
import dev.farebox.ledger.SpendCaps;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code api_key}. */
final class KeyStore {

    /** False when the hash is a key already. */
    boolean insert(Tx tx, KeyRecord key, SecretHash hash, long version) {
        KeyTerms terms = key.terms();
        return tx.update(
                        """
                        INSERT INTO api_key (
                            id, bucket, customer_id, name, prefix, sha256, models,
                            cap_per_day, cap_per_month, cap_total, requests_per_minute,
                            tokens_per_minute, parallel_requests, expires_at, version, created_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        ON CONFLICT (sha256) DO NOTHING
                        """,
                        key.id(),
                        new AccountId(key.customerId()).bucket(),
                        key.customerId(),
                        key.name(),
                        key.prefix(),
                        hash.bytes(),
                        List.copyOf(terms.models()),
                        cap(terms.capPerDay()),
                        cap(terms.capPerMonth()),
                        cap(terms.capTotal()),
                        LimitColumns.of(terms.requestsPerMinute()),
                        LimitColumns.of(terms.tokensPerMinute()),
                        LimitColumns.of(terms.parallelRequests()),
                        terms.expiresAt().orElse(null),
                        version,
                        key.createdAt())
                == 1;
    }

    void changeTerms(Tx tx, UUID id, KeyTerms terms, long version) {
        tx.update(
                """
                UPDATE api_key SET
                    models = ?, cap_per_day = ?, cap_per_month = ?, cap_total = ?,
                    requests_per_minute = ?, tokens_per_minute = ?, parallel_requests = ?,
                    expires_at = ?, version = ?
                WHERE id = ?
                """,
                List.copyOf(terms.models()),
                cap(terms.capPerDay()),
                cap(terms.capPerMonth()),
                cap(terms.capTotal()),
                LimitColumns.of(terms.requestsPerMinute()),
                LimitColumns.of(terms.tokensPerMinute()),
                LimitColumns.of(terms.parallelRequests()),
                terms.expiresAt().orElse(null),
                version,
                id);
    }

    void revoke(Tx tx, UUID id, Instant when, long version) {
        tx.update("UPDATE api_key SET revoked_at = ?, version = ? WHERE id = ?", when, version, id);
    }

    Optional<KeyRecord> find(Tx tx, UUID id) {
        return tx.one(
                """
                SELECT id, customer_id, name, prefix, models, cap_per_day, cap_per_month, cap_total,
                    requests_per_minute, tokens_per_minute, parallel_requests,
                    expires_at, revoked_at, created_at
                FROM api_key WHERE id = ?
                """,
                KeyStore::key,
                id);
    }

    List<KeyRecord> page(Tx tx, UUID customerId, Optional<UUID> after, int limit) {
        return tx.query(
                """
                SELECT id, customer_id, name, prefix, models, cap_per_day, cap_per_month, cap_total,
                    requests_per_minute, tokens_per_minute, parallel_requests,
                    expires_at, revoked_at, created_at
                FROM api_key WHERE customer_id = ? AND id > ? ORDER BY id LIMIT ?
                """,
                KeyStore::key,
                customerId,
                after.orElse(new UUID(0, 0)),
                limit);
    }

    static KeyTerms terms(Row row) {
        return new KeyTerms(
                Set.copyOf(row.texts("models")),
                cap(row, "cap_per_day"),
                cap(row, "cap_per_month"),
                cap(row, "cap_total"),
                LimitColumns.read(row, "requests_per_minute"),
                LimitColumns.read(row, "tokens_per_minute"),
                LimitColumns.read(row, "parallel_requests"),
                row.optionalInstant("expires_at"));
    }

    private static KeyRecord key(Row row) {
        return new KeyRecord(
                row.uuid("id"),
                row.uuid("customer_id"),
                row.text("name"),
                row.text("prefix"),
                terms(row),
                row.optionalInstant("revoked_at"),
                row.instant("created_at"));
    }

    private static @Nullable Long cap(long nanos) {
        return nanos == SpendCaps.NONE ? null : nanos;
    }

    private static long cap(Row row, String column) {
        return row.optionalNumber(column).orElse(SpendCaps.NONE);
    }
}
