package dev.farebox.identity;

import dev.farebox.db.Row;
import dev.farebox.db.Tx;
import java.util.List;
import java.util.UUID;

/** Reads what is newer than a version: keys with their customers, and operator tokens. */
final class DirectoryStore {

    /** A key as stored, before the limits in force are filled in. */
    record StoredKey(
            SecretHash hash,
            KeyTerms terms,
            UUID id,
            UUID customerId,
            String customerName,
            String name,
            String prefix,
            String group,
            OwnLimits customerLimits,
            CustomerState state,
            boolean revoked) {}

    /** An operator token as stored. */
    record StoredToken(SecretHash hash, Operator operator) {}

    /** Keys that changed, or whose customer did, in order of id after {@code after}. */
    List<StoredKey> keysNewerThan(Tx tx, long version, UUID after, int limit) {
        return tx.query(
                """
                SELECT k.id, k.customer_id, c.name AS customer_name, c.service_group, c.state,
                    k.name, k.prefix, k.sha256, k.models, k.cap_per_day, k.cap_per_month,
                    k.cap_total, k.requests_per_minute, k.tokens_per_minute, k.parallel_requests,
                    k.expires_at, k.revoked_at,
                    c.requests_per_minute AS customer_requests_per_minute,
                    c.tokens_per_minute AS customer_tokens_per_minute,
                    c.parallel_requests AS customer_parallel_requests
                FROM api_key k
                JOIN customer c ON c.id = k.customer_id
                WHERE k.id > ?
                  AND k.id IN (
                    SELECT id FROM api_key WHERE version > ?
                    UNION
                    SELECT owned.id FROM customer changed
                    JOIN api_key owned ON owned.customer_id = changed.id
                    WHERE changed.version > ?)
                ORDER BY k.id
                LIMIT ?
                """,
                DirectoryStore::key,
                after,
                version,
                version,
                limit);
    }

    List<StoredToken> tokensNewerThan(Tx tx, long version, UUID after, int limit) {
        return tx.query(
                """
                SELECT id, name, prefix, sha256, role, revoked_at, created_at
                FROM operator_token
                WHERE version > ? AND id > ?
                ORDER BY id
                LIMIT ?
                """,
                row ->
                        new StoredToken(
                                SecretHash.ofBytes(row.bytes("sha256")),
                                OperatorStore.operator(row)),
                version,
                after,
                limit);
    }

    private static StoredKey key(Row row) {
        return new StoredKey(
                SecretHash.ofBytes(row.bytes("sha256")),
                KeyStore.terms(row),
                row.uuid("id"),
                row.uuid("customer_id"),
                row.text("customer_name"),
                row.text("name"),
                row.text("prefix"),
                row.text("service_group"),
                new OwnLimits(
                        LimitColumns.read(row, "customer_requests_per_minute"),
                        LimitColumns.read(row, "customer_tokens_per_minute"),
                        LimitColumns.read(row, "customer_parallel_requests")),
                CustomerState.ofWord(row.text("state")),
                row.optionalInstant("revoked_at").isPresent());
    }
}
