package dev.farebox.app;

import dev.farebox.db.Database;
import dev.farebox.db.Installation;
import dev.farebox.problem.ProblemCode;
import dev.farebox.problem.ProblemException;

/** Keeps the demo away from books that are meant, and the service away from a demo's. */
final class Ownership {
    private Ownership() {}

    /**
     * @throws ProblemException {@code database_not_ours} when a demo meets a database that it did
     *     not make
     */
    static void check(Database database, Installation.MadeBy maker) {
        if (maker != Installation.MadeBy.DEMO) {
            return;
        }
        Installation.find(database)
                .filter(found -> found.madeBy() != Installation.MadeBy.DEMO)
                .ifPresent(found -> {
                    throw new ProblemException(
                            ProblemCode.DATABASE_NOT_OURS,
                            "This database was made on %s by `farebox serve`, not by a demo; the demo leaves it alone. Give `farebox demo` another --data directory."
                                    .formatted(found.madeAt()));
                });
    }
}
