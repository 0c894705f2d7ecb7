package dev.farebox.seal;

import dev.farebox.problem.ProblemCode;
import dev.farebox.problem.ProblemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file that holds the master key of an installation: {@code <data>/secret/master.key}. */
public final class MasterKeyFile {
    private static final Logger LOG = LoggerFactory.getLogger(MasterKeyFile.class);
    private static final Set<PosixFilePermission> OWNER =
            PosixFilePermissions.fromString("rw-------");

    private final Path file;

    public MasterKeyFile(Path dataDirectory) {
        file = dataDirectory.resolve("secret").resolve("master.key");
    }

    public Path path() {
        return file;
    }

    /**
     * The key in the file.
     *
     * @param firstStart true when nothing can have been sealed yet: a missing file is then made,
     *     readable by its owner alone and synced before this returns
     * @throws ProblemException {@code master_key_unusable} when the file is missing, cannot be
     *     read, or holds something else
     */
    public MasterKey load(boolean firstStart) {
        try {
            warnIfOpen();
            return MasterKey.parse(Files.readString(file), file.toString());
        } catch (NoSuchFileException _) {
            if (firstStart) {
                return make();
            }
            throw problem(
                    "is missing; without it no stored provider credential can be opened."
                            + " Put it back from its backup.");
        } catch (IOException e) {
            throw problem("cannot be read (%s).".formatted(e.getClass().getSimpleName()));
        }
    }

    private MasterKey make() {
        MasterKey key = MasterKey.create();
        try {
            write(key.text());
        } catch (IOException e) {
            throw problem("cannot be written (%s).".formatted(e.getClass().getSimpleName()));
        }
        LOG.info("master_key.made file={} key_id={}", file, key.primaryId());
        return MasterKey.parse(key.text(), file.toString());
    }

    /** Whole or not at all: a crash leaves at most a temporary file. */
    private void write(String text) throws IOException {
        Path directory = file.resolveSibling("");
        Files.createDirectories(directory, permissions("rwx------"));
        Path temporary =
                Files.createTempFile(directory, "master", ".new", permissions("rw-------"));
        try (var channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private void warnIfOpen() throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        if (!OWNER.containsAll(permissions)) {
            LOG.warn(
                    "master_key.open_to_others file={} permissions={}",
                    file,
                    PosixFilePermissions.toString(permissions));
        }
    }

    private ProblemException problem(String sentence) {
        return new ProblemException(
                ProblemCode.MASTER_KEY_UNUSABLE, "The master key file " + file + " " + sentence);
    }

    private static FileAttribute<Set<PosixFilePermission>> permissions(String text) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
    }
}
