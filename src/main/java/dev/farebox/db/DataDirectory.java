package dev.farebox.db;

import static dev.farebox.problem.ProblemCode.DATA_DIRECTORY_UNUSABLE;

import dev.farebox.problem.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The layout of a directory that Farebox keeps an embedded PostgreSQL in, and the checks that this
 * process may use it.
 *
 * <pre>
 * farebox.data      made first; a directory with content but without it is not ours
 * farebox.lock      held by the launching process
 * secret/postgres   the owner's password, mode 0600
 * postgres/         PGDATA
 * postgres.port     where the running server listens
 * postgres.log      what the server has to say
 * runtime/          its unpacked programs, unless the settings put them elsewhere
 * </pre>
 */
record DataDirectory(Path root) {
    private static final String MARKER_TEXT = "farebox data 1\n";
    private static final int SECRET_BYTES = 32;

    /** Makes the directory when it is missing. Refuses one that is another's, or not Farebox's. */
    static DataDirectory claim(Path directory) {
        try {
            Files.createDirectories(directory);
            var data = new DataDirectory(directory.toRealPath());
            data.requireOwner();
            data.requireOurs();
            return data;
        } catch (IOException e) {
            throw unusable("The data directory " + directory + " cannot be made or read: " + e, e);
        }
    }

    Path marker() {
        return root.resolve("farebox.data");
    }

    Path lock() {
        return root.resolve("farebox.lock");
    }

    Path cluster() {
        return root.resolve("postgres");
    }

    Path pidFile() {
        return cluster().resolve("postmaster.pid");
    }

    Path log() {
        return root.resolve("postgres.log");
    }

    /**
     * Signs the directory; to be called by the holder of the lock before anything else is put in.
     */
    void mark() {
        if (!Files.exists(marker())) {
            write(marker(), MARKER_TEXT, "rw-r--r--");
        }
    }

    /** The owner's password, made at random the first time. */
    String secret() {
        Path folder = root.resolve("secret");
        Path file = folder.resolve("postgres");
        if (!Files.exists(file)) {
            makePrivateDirectory(folder);
            byte[] bytes = new byte[SECRET_BYTES];
            new SecureRandom().nextBytes(bytes);
            write(file, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes), "rw-------");
        }
        return read(file);
    }

    Optional<Integer> port() {
        Path file = root.resolve("postgres.port");
        return Files.exists(file) ? Optional.of(Integer.parseInt(read(file))) : Optional.empty();
    }

    void publishPort(int port) {
        write(root.resolve("postgres.port"), Integer.toString(port), "rw-r--r--");
    }

    void withdrawPort() {
        try {
            Files.deleteIfExists(root.resolve("postgres.port"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean hasCluster() {
        return Files.exists(cluster().resolve("PG_VERSION"));
    }

    /** Data of one major version cannot be opened by another. */
    void requireMajor(int major) {
        String found = read(cluster().resolve("PG_VERSION"));
        if (!found.equals(Integer.toString(major))) {
            throw unusable(
                    "The data in %s was made by PostgreSQL %s; this Farebox carries PostgreSQL %d. Use the Farebox that made it."
                            .formatted(root, found, major));
        }
    }

    static ProblemException unusable(String sentence) {
        return new ProblemException(DATA_DIRECTORY_UNUSABLE, sentence);
    }

    static ProblemException unusable(String sentence, Throwable cause) {
        return new ProblemException(DATA_DIRECTORY_UNUSABLE, sentence, cause);
    }

    /** Writes the whole file or nothing, and gets it to the disk. */
    static void write(Path file, String text, String permissions) {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(fresh);
            Files.createFile(
                    fresh,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString(permissions)));
            try (var channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw unusable("Cannot write " + file + ": " + e, e);
        }
    }

    static void makePrivateDirectory(Path directory) {
        try {
            Files.createDirectories(directory);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw unusable("Cannot make " + directory + ": " + e, e);
        }
    }

    private void requireOwner() {
        int me = Owner.ofThisProcess();
        Path owned = hasCluster() ? marker() : root;
        if (!Files.exists(owned)) {
            return;
        }
        int owner = Owner.of(owned);
        if (owner != me && (me != 0 || hasCluster())) {
            throw unusable(
                    "The data directory %s belongs to user %s, but Farebox runs as user %s. Run it as that user, or choose another directory."
                            .formatted(root, Owner.name(owned), Owner.nameOfThisProcess()));
        }
    }

    private void requireOurs() throws IOException {
        if (Files.exists(marker())) {
            return;
        }
        try (var entries = Files.list(root)) {
            List<String> others =
                    entries.map(entry -> entry.getFileName().toString())
                            .filter(name -> !name.startsWith("farebox."))
                            .sorted()
                            .toList();
            if (!others.isEmpty()) {
                throw unusable(
                        "The directory %s has content that Farebox did not make (%s). Choose an empty or a new directory."
                                .formatted(root, others.getFirst()));
            }
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw unusable("Cannot read " + file + ": " + e, e);
        }
    }
}
