package dev.farebox.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.farebox.problem.ProblemCode;
import dev.farebox.problem.ProblemException;
import dev.farebox.testkit.LossyProxy;
import dev.farebox.testkit.TestDatabase;
import dev.farebox.testkit.WithDatabase;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A transaction happens once or not at all, and whoever cannot know is told so. */
@WithDatabase(WithDatabase.Scope.METHOD)
final class TransactionTest {
    private static final String ADD = "UPDATE counter SET value = value + 1 WHERE name = ?";
    private static final String MARK = "INSERT INTO done (operation) VALUES (?)";

    @BeforeEach
    void tables(TestDatabase test) {
        test.asOwner(tx -> {
            tx.update("CREATE TABLE counter (name text PRIMARY KEY, value bigint)");
            tx.update("CREATE TABLE done (operation uuid PRIMARY KEY)");
            tx.update("INSERT INTO counter VALUES ('a', 0), ('b', 0)");
            tx.update("GRANT SELECT, INSERT, UPDATE ON counter, done TO farebox_app");
            return 0;
        });
    }

    @Test
    void what_failed_is_rolled_back(Database database) {
        assertThatThrownBy(() ->
                        database.tx(tx -> {
                            tx.update(ADD, "a");
                            throw new IllegalStateException("no");
                        }))
                .hasMessage("no");
        assertThat(value(database, "a")).isZero();
    }

    @Test
    void deadlocked_transactions_both_happen(Database database) throws Exception {
        var runs = new AtomicInteger();
        var bothHoldOne = new CyclicBarrier(2);
        both(
                () -> addBoth(database, "a", "b", bothHoldOne, runs),
                () -> addBoth(database, "b", "a", bothHoldOne, runs));
        assertThat(runs).hasValueGreaterThan(2);
        assertThat(value(database, "a")).isEqualTo(2);
        assertThat(value(database, "b")).isEqualTo(2);
    }

    @Test
    void a_serialization_failure_is_run_again(Database database) {
        var runs = new AtomicInteger();
        database.tx(tx -> {
            tx.update("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
            tx.query("SELECT value FROM counter", row -> row.number("value"));
            if (runs.incrementAndGet() == 1) {
                database.tx(other -> other.update(ADD, "a"));
            }
            return tx.update(ADD, "a");
        });
        assertThat(runs).hasValue(2);
        assertThat(value(database, "a")).isEqualTo(2);
    }

    @Test
    void what_a_repeat_cannot_cure_is_not_repeated(Database database) {
        var runs = new AtomicInteger();
        UUID operation = new UUID(1, 1);
        assertThatThrownBy(() ->
                        database.tx(tx -> {
                            runs.incrementAndGet();
                            tx.update(MARK, operation);
                            return tx.update(MARK, operation);
                        }))
                .isInstanceOfSatisfying(
                        SqlFailure.class, e -> assertThat(e.isUniqueViolation()).isTrue());
        assertThat(runs).hasValue(1);
    }

    @Test
    void repeats_have_an_end(Database database) {
        var runs = new AtomicInteger();
        assertThatThrownBy(() ->
                        database.tx(_ -> {
                            runs.incrementAndGet();
                            throw new SqlFailure(new SQLException("busy", "40001"));
                        }))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.code()).isEqualTo(ProblemCode.OVERLOADED));
        assertThat(runs).hasValue(TxLoop.ATTEMPTS);
    }

    @Test
    void a_connection_lost_before_the_commit_is_no_loss(Database database) {
        var runs = new AtomicInteger();
        database.tx(tx -> {
            tx.update(ADD, "a");
            if (runs.incrementAndGet() == 1) {
                terminate(database, tx);
            }
            return tx.update(ADD, "b");
        });
        assertThat(runs).hasValue(2);
        assertThat(value(database, "a")).isEqualTo(1);
    }

    @Test
    void a_commit_that_may_have_happened_is_named(TestDatabase test) throws IOException {
        try (var proxy = new LossyProxy(test.login());
                Database remote = through(proxy)) {
            assertThatThrownBy(() ->
                            remote.tx(tx -> {
                                proxy.loseNextCommit();
                                return tx.update(ADD, "a");
                            }))
                    .isInstanceOf(UnknownCommit.class);
        }
        assertThat(value(test.database(), "a")).isEqualTo(1);
    }

    @Test
    void a_commit_that_happened_is_found_and_not_done_again(TestDatabase test) throws IOException {
        UUID operation = new UUID(2, 2);
        var runs = new AtomicInteger();
        try (var proxy = new LossyProxy(test.login());
                Database remote = through(proxy)) {
            String outcome =
                    remote.tx(
                            tx -> {
                                runs.incrementAndGet();
                                proxy.loseNextCommit();
                                tx.update(MARK, operation);
                                tx.update(ADD, "a");
                                return "done";
                            },
                            lookup(operation));
            assertThat(outcome).isEqualTo("found");
        }
        assertThat(runs).hasValue(1);
        assertThat(value(test.database(), "a")).isEqualTo(1);
    }

    @Test
    void a_commit_that_did_not_happen_is_looked_up_and_done(Database database) {
        UUID operation = new UUID(3, 3);
        var runs = new AtomicInteger();
        String outcome =
                database.tx(
                        tx -> {
                            tx.update(MARK, operation);
                            tx.update(ADD, "a");
                            if (runs.incrementAndGet() == 1) {
                                terminate(database, tx);
                            }
                            return "done";
                        },
                        lookup(operation));
        assertThat(outcome).isEqualTo("done");
        assertThat(runs).hasValue(2);
        assertThat(value(database, "a")).isEqualTo(1);
    }

    @Test
    void a_terminated_session_leaves_the_commit_unknown(Database database) {
        assertThatThrownBy(() ->
                        database.tx(tx -> {
                            tx.update(ADD, "a");
                            terminate(database, tx);
                            return 0;
                        }))
                .isInstanceOf(UnknownCommit.class);
        assertThat(value(database, "a")).isZero();
    }

    private static Function<Tx, Optional<String>> lookup(UUID operation) {
        return tx ->
                tx.one(
                        "SELECT 'found' AS outcome FROM done WHERE operation = ?",
                        row -> row.text("outcome"),
                        operation);
    }

    private static Database through(LossyProxy proxy) {
        return Database.open(
                new DatabaseSettings.External(proxy.login(), 2), new SplittableRandom(1));
    }

    /** Kills the session of {@code tx} from another one, and waits until it is gone. */
    private static void terminate(Database database, Tx tx) {
        long pid = tx.one("SELECT pg_backend_pid() AS pid", row -> row.number("pid")).orElseThrow();
        boolean gone =
                database.asOwner(owner ->
                        owner.one(
                                        "SELECT pg_terminate_backend(?::int, 5000) AS gone",
                                        row -> row.flag("gone"),
                                        pid)
                                .orElseThrow());
        assertThat(gone).isTrue();
    }

    private static int addBoth(
            Database database,
            String one,
            String other,
            CyclicBarrier barrier,
            AtomicInteger runs) {
        return database.tx(tx -> {
            int run = runs.incrementAndGet();
            tx.update(ADD, one);
            if (run <= 2) {
                await(barrier);
            }
            return tx.update(ADD, other);
        });
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void both(Runnable one, Runnable other)
            throws InterruptedException, ExecutionException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<?> future : List.of(threads.submit(one), threads.submit(other))) {
                future.get();
            }
        }
    }

    private static long value(Database database, String name) {
        return database.tx(tx ->
                        tx.one(
                                "SELECT value FROM counter WHERE name = ?",
                                row -> row.number("value"),
                                name))
                .orElseThrow();
    }
}
