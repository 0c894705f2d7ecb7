package dev.farebox.db;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clears what an earlier server left: an orphan is stopped, the pid file of a dead one is removed.
 *
 * <p>To be called by the holder of the directory's lock only. Removing a dead server's pid file is
 * safe: a new server still refuses while backends of the old one are attached to its shared memory.
 */
final class StalePostmaster {
    private static final Logger log = LoggerFactory.getLogger(StalePostmaster.class);
    private static final Duration FAST_STOP_PATIENCE = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(25);

    private StalePostmaster() {}

    static void clear(DataDirectory data) {
        long started = System.nanoTime();
        String signal = "";
        for (Optional<PidFile> found = PidFile.read(data.pidFile());
                found.isPresent();
                found = PidFile.read(data.pidFile())) {
            long pid = found.get().pid();
            switch (ServerProcess.of(pid, data.cluster())) {
                case DEAD, ANOTHER -> remove(data, pid);
                case SERVER -> signal = stop(pid, signal, Pause.since(started));
                case UNKNOWN -> {}
            }
            if (Pause.since(started).compareTo(PATIENCE) > 0) {
                throw DataDirectory.unusable(
                        "A PostgreSQL that an earlier Farebox left (process %d) still uses %s and does not stop. Stop it, then start again."
                                .formatted(pid, data.root()));
            }
            Pause.of(POLL);
        }
    }

    /** Asks for a fast shutdown first, and for an immediate one when that takes too long. */
    private static String stop(long pid, String sent, Duration waited) {
        String wanted = waited.compareTo(FAST_STOP_PATIENCE) > 0 ? "QUIT" : "INT";
        if (!wanted.equals(sent)) {
            log.warn("postgres.orphan_stopped pid={} signal={}", pid, wanted);
            ServerProcess.signal(wanted, pid);
        }
        return wanted;
    }

    private static void remove(DataDirectory data, long pid) {
        try {
            log.warn("postgres.stale_pid_removed pid={}", pid);
            Files.deleteIfExists(data.pidFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
