package dev.farebox.db;

import dev.farebox.problem.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the server up: starts it, and starts it again on the same port whenever it dies. */
final class Supervisor {
    private static final Logger log = LoggerFactory.getLogger(Supervisor.class);
    private static final Duration START_PATIENCE = Duration.ofSeconds(10);
    private static final Duration START_POLL = Duration.ofMillis(250);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);
    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(100);
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(5);

    private final ServerCommand command;
    private final Object guard = new Object();
    private final Thread watcher =
            Thread.ofVirtual().name("postgres-supervisor").unstarted(this::watch);

    /** Guarded by {@link #guard}, as are the two below. */
    private Postmaster current;

    private boolean stopping;
    private int restarts;

    private Supervisor(ServerCommand command, Postmaster first) {
        this.command = command;
        this.current = first;
    }

    static Supervisor start(ServerCommand command) {
        var supervisor = new Supervisor(command, startPatiently(command, freePort(), true));
        supervisor.watcher.start();
        return supervisor;
    }

    Postmaster current() {
        synchronized (guard) {
            return current;
        }
    }

    int restarts() {
        synchronized (guard) {
            return restarts;
        }
    }

    void stop() {
        synchronized (guard) {
            stopping = true;
            current.stop();
        }
        try {
            if (!watcher.join(STOP_PATIENCE)) {
                log.warn("postgres.supervisor_slow");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch() {
        try {
            Postmaster watched = current();
            while (true) {
                int code = watched.awaitEnd();
                if (isStopping()) {
                    return;
                }
                log.warn("postgres.died pid={} code={}", watched.pid(), code);
                Optional<Postmaster> next = restart(watched.port());
                if (next.isEmpty()) {
                    return;
                }
                watched = next.get();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tries until it succeeds; empty when it is told to stop. */
    private Optional<Postmaster> restart(int port) throws InterruptedException {
        Duration backOff = FIRST_BACK_OFF;
        while (true) {
            Thread.sleep(backOff);
            if (isStopping()) {
                return Optional.empty();
            }
            try {
                return adopt(startPatiently(command, port, false));
            } catch (ProblemException e) {
                log.error("postgres.restart_failed reason={}", e.getMessage());
            }
            backOff = min(backOff.multipliedBy(2), LONGEST_BACK_OFF);
        }
    }

    private Optional<Postmaster> adopt(Postmaster started) {
        synchronized (guard) {
            if (stopping) {
                started.stop();
                return Optional.empty();
            }
            current = started;
            restarts++;
            return Optional.of(started);
        }
    }

    private boolean isStopping() {
        synchronized (guard) {
            return stopping;
        }
    }

    private static Postmaster startPatiently(
            ServerCommand command, int firstPort, boolean anyPort) {
        int port = firstPort;
        long started = System.nanoTime();
        while (true) {
            StalePostmaster.clear(command.data());
            try {
                return Postmaster.start(command, port);
            } catch (Postmaster.StartFailed e) {
                boolean worthAnother = e.portTaken() || e.predecessorInTheWay();
                if (!worthAnother || Pause.since(started).compareTo(START_PATIENCE) > 0) {
                    throw DataDirectory.unusable(
                            "PostgreSQL on %s does not start: %s"
                                    .formatted(command.data().root(), e.getMessage()),
                            e);
                }
                port = e.portTaken() && anyPort ? freePort() : port;
            }
            Pause.of(START_POLL);
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
