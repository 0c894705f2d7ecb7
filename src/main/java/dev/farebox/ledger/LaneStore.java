package dev.farebox.ledger;

import dev.farebox.db.Database;
import dev.farebox.db.SqlFailure;
import dev.farebox.problem.ProblemCode;
import dev.farebox.problem.ProblemException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plain connection of one lane's writer, opened when it is needed and again after a loss. Not
 * for use by several threads.
 */
final class LaneStore {
    /** A server that says nothing for longer is taken for lost. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    /** How long a batch waits for an account that a posting of someone else has locked. */
    private static final Duration LOCK_WAIT = Duration.ofSeconds(2);

    /**
     * The statements have one good plan each, by primary key. The planner must neither look for
     * another when a table is small or its statistics old, nor plan anew for each batch.
     */
    private static final String SETTINGS =
            """
            SET plan_cache_mode = force_generic_plan;
            SET enable_seqscan = off;
            SET enable_bitmapscan = off;
            SET enable_hashjoin = off;
            SET enable_mergejoin = off;
            SET jit = off;
            SET lock_timeout = %d;
            SET idle_in_transaction_session_timeout = %d
            """
                    .formatted(LOCK_WAIT.toMillis(), LONGEST_WAIT.toMillis());

    private static final Logger LOG = LoggerFactory.getLogger(LaneStore.class);

    private final Database database;
    private @Nullable Connection connection;
    private Map<Integer, String> scripts = new HashMap<>();

    LaneStore(Database database) {
        this.database = database;
    }

    StateStore states() {
        return new StateStore(open());
    }

    SpendStore spends() {
        return new SpendStore(open());
    }

    EffectsStore effects() {
        return new EffectsStore(open(), scripts);
    }

    void commit() {
        try {
            open().commit();
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    /** Undoes what is not committed; a connection that cannot even do that is closed. */
    void rollback() {
        Connection current = connection;
        if (current == null) {
            return;
        }
        try {
            current.rollback();
        } catch (SQLException e) {
            LOG.info("ledger.connection_dropped state={}", e.getSQLState());
            close();
        }
    }

    void close() {
        Connection current = connection;
        connection = null;
        if (current == null) {
            return;
        }
        try {
            current.close();
        } catch (SQLException e) {
            LOG.info("ledger.connection_not_closed state={}", e.getSQLState());
        }
    }

    private Connection open() {
        if (connection == null) {
            connection = prepared(connect());
            scripts = new HashMap<>();
        }
        return connection;
    }

    /** Whatever keeps us from connecting, no command is to blame for it. */
    private Connection connect() {
        try {
            return database.openConnection();
        } catch (SqlFailure e) {
            throw new ProblemException(
                    ProblemCode.DATABASE_UNAVAILABLE, "The database cannot be reached.", e);
        }
    }

    private static Connection prepared(Connection opened) {
        try (var statement = opened.createStatement()) {
            opened.setNetworkTimeout(Runnable::run, (int) LONGEST_WAIT.toMillis());
            statement.execute(SETTINGS);
            opened.commit();
            return opened;
        } catch (SQLException e) {
            try {
                opened.close();
            } catch (SQLException closing) {
                e.addSuppressed(closing);
            }
            throw new SqlFailure(e);
        }
    }
}
