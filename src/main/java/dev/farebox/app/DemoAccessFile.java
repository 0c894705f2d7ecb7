package dev.farebox.app;

import dev.farebox.problem.ProblemCode;
import dev.farebox.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/** The demo's secrets, in a file that only its owner can read. A demo has nothing to lose. */
final class DemoAccessFile {
    private final Path file;

    DemoAccessFile(Path dataDirectory) {
        file = dataDirectory.resolve("secret").resolve("demo-access");
    }

    Optional<DemoStore.Access> read() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            List<String> lines = Files.readAllLines(file);
            return Optional.of(new DemoStore.Access(lines.get(0), lines.get(1), lines.get(2)));
        } catch (IOException | IndexOutOfBoundsException e) {
            throw new ProblemException(
                    ProblemCode.DATA_DIRECTORY_UNUSABLE,
                    "The demo's secrets cannot be read from " + file + ": " + e,
                    e);
        }
    }

    DemoStore.Access write(DemoStore.Access access) {
        try {
            Path parent = file.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.deleteIfExists(file);
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            Files.write(file, List.of(access.apiKey(), access.adminToken(), access.providerKey()));
            return access;
        } catch (IOException e) {
            throw new ProblemException(
                    ProblemCode.DATA_DIRECTORY_UNUSABLE, "cannot write " + file + ": " + e, e);
        }
    }
}
