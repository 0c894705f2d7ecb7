package dev.farebox.db;

import dev.farebox.db.Installation.MadeBy;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Statements on table {@code installation}. */
final class InstallationStore {
    private InstallationStore() {}

    static void insertIfNone(Tx tx, UUID id, Instant now, MadeBy by) {
        tx.update(
                """
                INSERT INTO installation (single, installation_id, made_at, made_by)
                VALUES (true, ?, ?, ?)
                ON CONFLICT (single) DO NOTHING
                """,
                id,
                now,
                by.name().toLowerCase(Locale.ROOT));
    }

    static Optional<Installation> find(Tx tx) {
        boolean exists =
                tx.one(
                                "SELECT to_regclass('farebox.installation') IS NOT NULL AS there",
                                row -> row.flag("there"))
                        .orElseThrow();
        if (!exists) {
            return Optional.empty();
        }
        return tx.one(
                "SELECT installation_id, made_at, made_by FROM installation",
                row ->
                        new Installation(
                                row.uuid("installation_id"),
                                row.instant("made_at"),
                                MadeBy.valueOf(row.text("made_by").toUpperCase(Locale.ROOT))));
    }
}
