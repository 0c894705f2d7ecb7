package dev.farebox.db;

import static dev.farebox.problem.ProblemCode.DATABASE_UNAVAILABLE;

import dev.farebox.problem.ProblemException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL that Farebox brings along, on 127.0.0.1 and durable: fsync, synchronous commit
 * and full page writes are on, and are checked after every start.
 *
 * <p>One process launches the server of a data directory and holds the directory's lock; others may
 * attach to it. The server ends with the process that launched it, also when that is killed, and is
 * started again on the same port when it dies before. A refusal is a {@code
 * DATA_DIRECTORY_UNUSABLE} whose message names the remedy.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Duration ATTACH_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration ATTACH_POLL = Duration.ofMillis(100);

    private final Login login;
    private final @Nullable Launched launched;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedPostgres(Login login, @Nullable Launched launched) {
        this.login = login;
        this.launched = launched;
    }

    /** What only the launching process has. */
    private record Launched(DataDirectory data, DirectoryLock lock, Supervisor supervisor) {}

    /** Starts the server. Refuses when another process has it. */
    public static EmbeddedPostgres launch(EmbeddedSettings settings) {
        DataDirectory data = DataDirectory.claim(settings.directory());
        DirectoryLock lock =
                DirectoryLock.tryTake(data.lock())
                        .orElseThrow(() ->
                                DataDirectory.unusable(
                                        "The data directory %s is in use by %s. Stop it first, or choose another directory."
                                                .formatted(
                                                        data.root(),
                                                        DirectoryLock.holder(data.lock()))));
        return launch(settings, data, lock);
    }

    /** Uses the server that another process launched, or starts it when none has. */
    public static EmbeddedPostgres attachOrLaunch(EmbeddedSettings settings) {
        DataDirectory data = DataDirectory.claim(settings.directory());
        long started = System.nanoTime();
        while (true) {
            Optional<DirectoryLock> lock = DirectoryLock.tryTake(data.lock());
            if (lock.isPresent()) {
                return launch(settings, data, lock.get());
            }
            Optional<Login> running =
                    data.port()
                            .map(port -> ServerCheck.login(data, port))
                            .filter(Sessions::answers);
            if (running.isPresent()) {
                ServerCheck.require(data, running.get());
                return new EmbeddedPostgres(running.get(), null);
            }
            if (Pause.since(started).compareTo(ATTACH_TIMEOUT) > 0) {
                throw new ProblemException(
                        DATABASE_UNAVAILABLE,
                        "The PostgreSQL of %s, launched by %s, does not answer."
                                .formatted(data.root(), DirectoryLock.holder(data.lock())));
            }
            Pause.of(ATTACH_POLL);
        }
    }

    /** The owner's way into the database {@code farebox}. */
    public Login login() {
        return login;
    }

    /** False when the server belongs to another process. */
    public boolean isLaunchedHere() {
        return launched != null;
    }

    /** How often the server died and was started again since the launch. */
    public int restarts() {
        return launched == null ? 0 : launched.supervisor.restarts();
    }

    /** The server's process, where it was launched here. */
    public Optional<Long> pid() {
        return Optional.ofNullable(launched).map(here -> here.supervisor.current().pid());
    }

    /** Stops the server if it was launched here: sessions end, data is checkpointed. Repeatable. */
    @Override
    public void close() {
        if (launched != null && closed.compareAndSet(false, true)) {
            launched.supervisor.stop();
            launched.data.withdrawPort();
            launched.lock.close();
        }
    }

    private static EmbeddedPostgres launch(
            EmbeddedSettings settings, DataDirectory data, DirectoryLock lock) {
        Supervisor supervisor = null;
        try {
            data.mark();
            data.withdrawPort();
            PostgresRuntime runtime = PostgresRuntime.unpacked(settings.runtimeCache());
            ServerIdentity identity = ServerIdentity.choose(data, runtime);
            var command = new ServerCommand(data, runtime, identity, settings);
            Cluster.makeIfMissing(command);
            supervisor = Supervisor.start(command);
            int port = supervisor.current().port();
            Login login = ServerCheck.login(data, port);
            ServerCheck.prepare(data, login);
            data.publishPort(port);
            return new EmbeddedPostgres(login, new Launched(data, lock, supervisor));
        } catch (RuntimeException | Error e) {
            if (supervisor != null) {
                supervisor.stop();
            }
            lock.close();
            throw e;
        }
    }
}
