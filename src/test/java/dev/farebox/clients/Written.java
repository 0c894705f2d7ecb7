package dev.farebox.clients;

import dev.farebox.db.Database;
import java.util.List;
import java.util.UUID;

/** What stands in the ledger for one customer's requests. */
record Written(List<Line> lines, int holds) {
    record Line(String model, String outcome, long charged) {}

    static Written of(Database database, UUID customer) {
        return database.tx(tx ->
                new Written(
                        tx.query(
                                """
                                SELECT model, outcome, charged FROM usage_line
                                WHERE account_id = ? ORDER BY recorded_at, hold_id
                                """,
                                row ->
                                        new Line(
                                                row.text("model"),
                                                row.text("outcome"),
                                                row.number("charged")),
                                customer),
                        tx.query(
                                        "SELECT 1 AS n FROM hold WHERE account_id = ?",
                                        row -> row.number("n"),
                                        customer)
                                .size()));
    }

    long charged() {
        return lines.stream().mapToLong(Line::charged).sum();
    }
}
