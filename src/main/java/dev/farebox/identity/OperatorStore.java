package dev.farebox.identity;

import dev.farebox.db.Row;
import dev.farebox.db.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table {@code operator_token}. */
final class OperatorStore {

    void insert(Tx tx, Operator operator, SecretHash hash, long version) {
        tx.update(
                """
                INSERT INTO operator_token (id, name, prefix, sha256, role, version, created_at)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
                operator.id(),
                operator.name(),
                operator.prefix(),
                hash.bytes(),
                operator.role().word(),
                version,
                operator.createdAt());
    }

    void revoke(Tx tx, UUID id, Instant when, long version) {
        tx.update(
                "UPDATE operator_token SET revoked_at = ?, version = ? WHERE id = ?",
                when,
                version,
                id);
    }

    Optional<Operator> find(Tx tx, UUID id) {
        return tx.one(
                """
                SELECT id, name, prefix, role, revoked_at, created_at
                FROM operator_token WHERE id = ?
                """,
                OperatorStore::operator,
                id);
    }

    List<Operator> page(Tx tx, Optional<UUID> after, int limit) {
        return tx.query(
                """
                SELECT id, name, prefix, role, revoked_at, created_at
                FROM operator_token WHERE id > ? ORDER BY id LIMIT ?
                """,
                OperatorStore::operator,
                after.orElse(new UUID(0, 0)),
                limit);
    }

    static Operator operator(Row row) {
        return new Operator(
                row.uuid("id"),
                row.text("name"),
                row.text("prefix"),
                OperatorRole.ofWord(row.text("role")),
                row.optionalInstant("revoked_at"),
                row.instant("created_at"));
    }
}
