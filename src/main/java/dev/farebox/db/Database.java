package dev.farebox.db;

import static dev.farebox.problem.ProblemCode.DATABASE_UNAVAILABLE;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.farebox.problem.ProblemException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL database, and the transactions run on it. Blocking; call it from virtual threads.
 *
 * <p>Every transaction is a function that may run more than once: it must have no effect outside of
 * its {@link Tx}. Failures: {@link SqlFailure} for what a repeat cannot cure, {@link
 * ProblemException} with {@code DATABASE_UNAVAILABLE} or {@code OVERLOADED} when repeats did not
 * help within {@link TxLoop#PATIENCE}, {@link UnknownCommit}.
 */
public final class Database implements AutoCloseable {
    private static final Duration POOL_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration VALIDATION_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(2);
    private static final int LEAST_IDLE = 1;

    private final Login login;
    private final @Nullable EmbeddedPostgres embedded;
    private final HikariDataSource pool;
    private final TxLoop pooled;
    private final TxLoop owner;
    private volatile boolean privilegesReduced;

    private Database(
            Login login,
            @Nullable EmbeddedPostgres embedded,
            int connections,
            RandomGenerator random) {
        this.login = login;
        this.embedded = embedded;
        privilegesReduced = asksForPrivileges(login);
        pool = new HikariDataSource(poolSettings(connections));
        pooled = new TxLoop(pool::getConnection, random);
        owner = new TxLoop(() -> Sessions.open(login, false), random);
    }

    /** Launches the embedded server, or connects to the external one. */
    public static Database open(DatabaseSettings settings, RandomGenerator random) {
        return switch (settings) {
            case DatabaseSettings.Embedded(var server, int connections) ->
                    over(EmbeddedPostgres.launch(server), connections, random);
            case DatabaseSettings.External(Login login, int connections) ->
                    new Database(login, null, connections, random);
        };
    }

    /** Like {@link #open}, but shares an embedded server that another process has launched. */
    public static Database attach(DatabaseSettings settings, RandomGenerator random) {
        return switch (settings) {
            case DatabaseSettings.Embedded(var server, int connections) ->
                    over(EmbeddedPostgres.attachOrLaunch(server), connections, random);
            case DatabaseSettings.External _ -> open(settings, random);
        };
    }

    /** Runs {@code work} in one transaction (READ COMMITTED) and commits it. */
    public <T> T tx(Function<Tx, T> work) {
        return pooled.run(work, null);
    }

    /**
     * The same for work that leaves a unique trace. After a commit of unknown outcome {@code
     * lookup} is asked first: what it finds is the answer, else {@code work} runs again. A lost
     * server may still be committing meanwhile, so the trace must be unique in the database too.
     */
    public <T> T tx(Function<Tx, T> work, Function<Tx, Optional<T>> lookup) {
        return pooled.run(work, lookup);
    }

    /**
     * Runs {@code work} with the owner's rights: for migrations, partitions and tampering tests.
     */
    public <T> T asOwner(Function<Tx, T> work) {
        return owner.run(work, null);
    }

    /**
     * A session outside of the pool, for the ledger's writer: auto-commit off, run-time rights. The
     * caller closes it, and opens another when it is lost.
     *
     * @throws SqlFailure when there is no server
     */
    public Connection openConnection() {
        try {
            return openSession();
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    /**
     * False when the login may not make roles: then only the code keeps money tables insert-only.
     */
    public boolean privilegesReduced() {
        return privilegesReduced;
    }

    /** How long a round trip to the database takes. */
    public Duration ping() {
        long started = System.nanoTime();
        tx(tx -> tx.one("SELECT 1 AS one", row -> row.integer("one")));
        return Pause.since(started);
    }

    /** How far the database's clock is ahead of {@code clock}: the best of a few readings. */
    public Duration clockSkew(InstantSource clock) {
        return tx(tx -> ClockSkew.measure(tx, clock));
    }

    /** The owner's way into this database. */
    public Login login() {
        return login;
    }

    /** The server that Farebox brought along, if this is one. */
    public Optional<EmbeddedPostgres> embedded() {
        return Optional.ofNullable(embedded);
    }

    /** Closes the pool, and stops the embedded server if it was launched here. */
    @Override
    public void close() {
        pool.close();
        if (embedded != null) {
            embedded.close();
        }
    }

    /** To be called when migrations made the role: sessions opened before do not wear it. */
    void rolesChanged() {
        privilegesReduced = asksForPrivileges(login);
        pool.getHikariPoolMXBean().softEvictConnections();
    }

    private static Database over(EmbeddedPostgres server, int connections, RandomGenerator random) {
        try {
            return new Database(server.login(), server, connections, random);
        } catch (RuntimeException | Error e) {
            server.close();
            throw e;
        }
    }

    private HikariConfig poolSettings(int connections) {
        var config = new HikariConfig();
        config.setDataSource(new SessionSource(this::openSession));
        config.setPoolName("farebox");
        config.setAutoCommit(false);
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(LEAST_IDLE);
        config.setConnectionTimeout(POOL_TIMEOUT.toMillis());
        config.setValidationTimeout(VALIDATION_TIMEOUT.toMillis());
        if (connections > LEAST_IDLE) {
            config.setIdleTimeout(IDLE_TIMEOUT.toMillis());
        }
        config.setExceptionOverride(new EvictReadOnly());
        return config;
    }

    private Connection openSession() throws SQLException {
        return Sessions.open(login, privilegesReduced);
    }

    private static boolean asksForPrivileges(Login login) {
        try {
            return Privileges.reduced(login);
        } catch (SQLException e) {
            throw new ProblemException(
                    DATABASE_UNAVAILABLE,
                    "The database %s cannot be reached as %s: %s"
                            .formatted(login.jdbcUrl(), login.user(), e.getMessage()),
                    e);
        }
    }
}
