package dev.farebox.app;

import dev.farebox.config.Configuration;
import dev.farebox.problem.ProblemCode;
import dev.farebox.problem.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A command must not make an installation by a mistyped directory. */
final class Existing {
    private Existing() {}

    static void require(Configuration configuration) {
        Path directory = configuration.data().directory();
        if (configuration.database().isEmbedded()
                && !Files.isDirectory(directory.resolve("postgres"))) {
            throw new ProblemException(
                    ProblemCode.NOT_FOUND,
                    "There is no Farebox installation in %s. Name the directory with --data, or start one with `farebox serve`."
                            .formatted(directory.toAbsolutePath().normalize()));
        }
    }
}
