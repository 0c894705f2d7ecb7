package dev.farebox.db;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running server process, ours: it lives at most as long as this process. */
final class Postmaster {
    private static final Logger log = LoggerFactory.getLogger(Postmaster.class);

    /** Replaying the log after a crash may take this long; a healthy start takes 0.3 s. */
    private static final Duration READY_TIMEOUT = Duration.ofMinutes(5);

    private static final Duration READY_POLL = Duration.ofMillis(10);
    private static final Duration FAST_STOP_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration IMMEDIATE_STOP_TIMEOUT = Duration.ofSeconds(5);

    private final Process wrapper;
    private final long pid;
    private final int port;

    private Postmaster(Process wrapper, long pid, int port) {
        this.wrapper = wrapper;
        this.pid = pid;
        this.port = port;
    }

    /** The server could not start; {@code said} is what it wrote about it. */
    static final class StartFailed extends Exception {
        private static final long serialVersionUID = 1;

        StartFailed(String said) {
            super(said);
        }

        boolean portTaken() {
            return String.valueOf(getMessage()).contains("Address already in use");
        }

        /** What a dead predecessor still holds goes away by itself. */
        boolean predecessorInTheWay() {
            String said = String.valueOf(getMessage());
            return said.contains("lock file") || said.contains("pre-existing shared memory");
        }
    }

    /** Starts the server and waits until it takes connections. */
    static Postmaster start(ServerCommand command, int port) throws StartFailed {
        var output = new ServerLog(command.data().log());
        long started = System.nanoTime();
        Process wrapper = spawn(command, port, output);
        while (wrapper.isAlive()) {
            var found = PidFile.read(command.data().pidFile());
            if (found.isPresent() && found.get().ready()) {
                long pid = found.get().pid();
                log.info(
                        "postgres.started port={} pid={} millis={}",
                        port,
                        pid,
                        Pause.since(started).toMillis());
                return new Postmaster(wrapper, pid, port);
            }
            if (Pause.since(started).compareTo(READY_TIMEOUT) > 0) {
                closePipe(wrapper);
                throw new StartFailed("not ready after " + READY_TIMEOUT + "; " + output.said());
            }
            Pause.of(READY_POLL);
        }
        throw new StartFailed(output.said());
    }

    long pid() {
        return pid;
    }

    int port() {
        return port;
    }

    /** Blocks until the server is gone; answers its exit code. */
    int awaitEnd() throws InterruptedException {
        return wrapper.waitFor();
    }

    /** Fast shutdown: sessions are ended, the data is checkpointed. Immediate if that hangs. */
    void stop() {
        closePipe(wrapper);
        if (endsWithin(FAST_STOP_TIMEOUT)) {
            return;
        }
        log.warn("postgres.stop_slow pid={}", pid);
        ServerProcess.signal("QUIT", pid);
        if (!endsWithin(IMMEDIATE_STOP_TIMEOUT)) {
            throw DataDirectory.unusable("PostgreSQL (process " + pid + ") does not stop.");
        }
    }

    private boolean endsWithin(Duration timeout) {
        try {
            return wrapper.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Process spawn(ServerCommand command, int port, ServerLog output)
            throws StartFailed {
        var builder = new ProcessBuilder(command.postgres(port));
        Command.cleanEnvironment(builder.environment());
        builder.directory(command.data().root().toFile());
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(output.file().toFile()));
        try {
            return builder.start();
        } catch (IOException e) {
            throw new StartFailed(String.valueOf(e.getMessage()));
        }
    }

    private static void closePipe(Process wrapper) {
        try {
            wrapper.getOutputStream().close();
        } catch (IOException e) {
            log.warn("postgres.pipe_close_failed reason={}", e.getMessage());
        }
    }
}
