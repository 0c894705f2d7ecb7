package dev.farebox.db;

import static dev.farebox.problem.ProblemCode.DATABASE_UNAVAILABLE;
import static dev.farebox.problem.ProblemCode.OVERLOADED;

import dev.farebox.problem.ProblemException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a transaction, again and again while the failure is one that a repeat can cure.
 *
 * <p>Bounds: {@link #ATTEMPTS} conflicts, {@link #PATIENCE} in all. Between two attempts it waits a
 * random part of a doubling back-off.
 */
final class TxLoop {
    static final int ATTEMPTS = 12;
    static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(10);
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(1);

    private static final Logger log = LoggerFactory.getLogger(TxLoop.class);

    private final Source source;
    private final RandomGenerator random;

    TxLoop(Source source, RandomGenerator random) {
        this.source = source;
        this.random = random;
    }

    <T> T run(Function<Tx, T> work, @Nullable Function<Tx, Optional<T>> lookup) {
        long started = System.nanoTime();
        UnknownCommit unknown = null;
        for (int attempt = 1; ; attempt++) {
            Function<Tx, T> step =
                    unknown == null || lookup == null ? work : lookFirst(lookup, work);
            SqlFailure failure;
            try {
                return attempt(step);
            } catch (UnknownCommit e) {
                if (lookup == null) {
                    throw e;
                }
                unknown = e;
                failure = e.failure();
            } catch (SqlFailure e) {
                failure = e;
            }
            boolean spent = attempt >= ATTEMPTS || Pause.since(started).compareTo(PATIENCE) > 0;
            if (!failure.isRetryable() || spent) {
                throw unknown != null ? unknown : surfaced(failure);
            }
            log.info("tx.retry attempt={} sqlstate={}", attempt, failure.sqlState());
            Pause.of(backOff(attempt));
        }
    }

    private static <T> Function<Tx, T> lookFirst(
            Function<Tx, Optional<T>> lookup, Function<Tx, T> work) {
        return tx -> lookup.apply(tx).orElseGet(() -> work.apply(tx));
    }

    private <T> T attempt(Function<Tx, T> work) {
        try (Connection connection = source.open()) {
            T result = inTransaction(connection, work);
            commit(connection);
            return result;
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    private static <T> T inTransaction(Connection connection, Function<Tx, T> work) {
        try {
            return work.apply(new Tx(connection));
        } catch (RuntimeException | Error e) {
            rollback(connection, e);
            throw e;
        }
    }

    private static void commit(Connection connection) {
        try {
            connection.commit();
        } catch (SQLException e) {
            var failure = new SqlFailure(e);
            rollback(connection, failure);
            throw failure.leavesCommitUnknown() ? new UnknownCommit(failure) : failure;
        }
    }

    private static void rollback(Connection connection, Throwable because) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            because.addSuppressed(e);
        }
    }

    private static RuntimeException surfaced(SqlFailure failure) {
        if (failure.isUnavailable()) {
            return new ProblemException(
                    DATABASE_UNAVAILABLE, "The database cannot be reached", failure);
        }
        if (failure.isRetryable()) {
            return new ProblemException(
                    OVERLOADED, "The database is too busy: transactions keep colliding", failure);
        }
        if (failure.getCause() instanceof SQLTransientConnectionException) {
            return new ProblemException(
                    OVERLOADED, "The database is too busy: no connection became free", failure);
        }
        return failure;
    }

    private Duration backOff(int attempt) {
        long most =
                Math.min(
                        LONGEST_BACK_OFF.toMillis(),
                        FIRST_BACK_OFF.toMillis() << Math.min(attempt - 1, 10));
        return Duration.ofMillis(1 + random.nextLong(most));
    }
}
