package dev.farebox.db;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Whose database this is: one row, written by the first command that used it. */
public record Installation(UUID id, Instant madeAt, MadeBy madeBy) {
    /** Which command made the database. {@code farebox demo} refuses what it did not make. */
    public enum MadeBy {
        DEMO,
        SERVE
    }

    /** Empty when nobody made it yet, also before the first migration. */
    public static Optional<Installation> find(Database database) {
        return database.asOwner(InstallationStore::find);
    }

    /** Signs the database unless it is signed; answers the signature that counts. */
    public static Installation sign(Database database, UUID id, Instant now, MadeBy by) {
        return database.tx(tx -> {
            InstallationStore.insertIfNone(tx, id, now, by);
            return InstallationStore.find(tx).orElseThrow();
        });
    }
}
