package dev.farebox.identity;

import dev.farebox.db.Row;
import dev.farebox.db.Tx;
import dev.farebox.ledger.AccountId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table {@code customer}. */
final class CustomerStore {

    void insert(Tx tx, Customer customer, long version) {
        tx.update(
                """
                INSERT INTO customer (
                    id, bucket, name, email, service_group, requests_per_minute,
                    tokens_per_minute, parallel_requests, state, version, created_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                customer.id(),
                new AccountId(customer.id()).bucket(),
                customer.name(),
                customer.email().orElse(null),
                customer.group(),
                LimitColumns.of(customer.limits().requestsPerMinute()),
                LimitColumns.of(customer.limits().tokensPerMinute()),
                LimitColumns.of(customer.limits().parallelRequests()),
                customer.state().word(),
                version,
                customer.createdAt());
    }

    void update(Tx tx, Customer customer, long version) {
        tx.update(
                """
                UPDATE customer SET
                    service_group = ?, requests_per_minute = ?, tokens_per_minute = ?,
                    parallel_requests = ?, state = ?, version = ?
                WHERE id = ?
                """,
                customer.group(),
                LimitColumns.of(customer.limits().requestsPerMinute()),
                LimitColumns.of(customer.limits().tokensPerMinute()),
                LimitColumns.of(customer.limits().parallelRequests()),
                customer.state().word(),
                version,
                customer.id());
    }

    Optional<Customer> find(Tx tx, UUID id) {
        return tx.one(
                """
                SELECT id, name, email, service_group, requests_per_minute, tokens_per_minute,
                    parallel_requests, state, created_at
                FROM customer WHERE id = ?
                """,
                CustomerStore::customer,
                id);
    }

    List<Customer> page(Tx tx, Optional<UUID> after, int limit) {
        return tx.query(
                """
                SELECT id, name, email, service_group, requests_per_minute, tokens_per_minute,
                    parallel_requests, state, created_at
                FROM customer WHERE id > ? ORDER BY id LIMIT ?
                """,
                CustomerStore::customer,
                after.orElse(new UUID(0, 0)),
                limit);
    }

    private static OwnLimits limits(Row row) {
        return new OwnLimits(
                LimitColumns.read(row, "requests_per_minute"),
                LimitColumns.read(row, "tokens_per_minute"),
                LimitColumns.read(row, "parallel_requests"));
    }

    private static Customer customer(Row row) {
        return new Customer(
                row.uuid("id"),
                row.text("name"),
                row.optionalText("email"),
                row.text("service_group"),
                limits(row),
                CustomerState.ofWord(row.text("state")),
                row.instant("created_at"));
    }
}
