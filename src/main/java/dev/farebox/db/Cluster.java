package dev.farebox.db;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Makes PGDATA: beside its place, then renamed, so that a crash leaves none rather than a part. */
final class Cluster {
    private Cluster() {}

    static void makeIfMissing(ServerCommand command) {
        DataDirectory data = command.data();
        if (!data.hasCluster()) {
            make(command);
        }
        data.requireMajor(command.runtime().major());
        command.identity().own(data.cluster());
    }

    private static void make(ServerCommand command) {
        DataDirectory data = command.data();
        Path fresh = data.root().resolve("postgres.making");
        Path password = data.root().resolve("postgres.password");
        try {
            Trees.delete(fresh);
            DataDirectory.makePrivateDirectory(fresh);
            command.identity().own(fresh);
            DataDirectory.write(password, data.secret(), "rw-------");
            command.identity().own(password);
            Command made = command.initdb(fresh, password);
            if (!made.succeeded()) {
                throw DataDirectory.unusable(
                        "PostgreSQL could not make its files in %s: %s"
                                .formatted(data.root(), made.output()));
            }
            Files.move(fresh, data.cluster(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw DataDirectory.unusable("Cannot make " + data.cluster() + ": " + e, e);
        } finally {
            deleteQuietly(password);
        }
    }

    private static void deleteQuietly(Path file) {
        if (!file.toFile().delete() && Files.exists(file)) {
            throw DataDirectory.unusable("Cannot delete " + file);
        }
    }
}
