package dev.farebox.db;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The right to launch a server on one data directory, held by one process; the kernel takes it back
 * when that process dies.
 *
 * <p>The lock is POSIX's: closing <em>any</em> channel on the file would give it up for the whole
 * process. {@link #HELD_HERE} keeps this process from opening the file a second time.
 */
final class DirectoryLock implements AutoCloseable {
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private DirectoryLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static Optional<DirectoryLock> tryTake(Path file) {
        if (!HELD_HERE.add(file)) {
            return Optional.empty();
        }
        boolean taken = false;
        try {
            Optional<DirectoryLock> lock = tryTakeFromOthers(file);
            taken = lock.isPresent();
            return lock;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (!taken) {
                HELD_HERE.remove(file);
            }
        }
    }

    /** The process that holds the lock, as it wrote itself down; for messages only. */
    static String holder(Path file) {
        if (HELD_HERE.contains(file)) {
            return "this process";
        }
        try {
            return "process " + Files.readString(file, StandardCharsets.UTF_8).strip();
        } catch (IOException _) {
            return "another process";
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            HELD_HERE.remove(file);
        }
    }

    private static Optional<DirectoryLock> tryTakeFromOthers(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (channel.tryLock() == null) {
            channel.close();
            return Optional.empty();
        }
        String pid = ProcessHandle.current().pid() + "\n";
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.UTF_8)), 0);
        return Optional.of(new DirectoryLock(file, channel));
    }
}
