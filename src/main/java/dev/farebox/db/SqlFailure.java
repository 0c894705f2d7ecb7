package dev.farebox.db;

import java.io.Serial;
import java.sql.SQLException;
import java.util.Set;

/**
 * A statement that failed, unchecked so that stores read straight; {@link Database} classifies it.
 */
public final class SqlFailure extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    /** Serialization failure, deadlock. */
    private static final Set<String> CONFLICT = Set.of("40001", "40P01");

    /** Read-only after a failover, shut down, crashed, starting up. */
    private static final Set<String> GONE = Set.of("25006", "57P01", "57P02", "57P03");

    private final String sqlState;

    public SqlFailure(SQLException cause) {
        super(cause);
        sqlState = stateOf(cause);
    }

    public String sqlState() {
        return sqlState;
    }

    /** True when the same transaction may succeed if it is run again. */
    public boolean isRetryable() {
        return CONFLICT.contains(sqlState) || isUnavailable();
    }

    /** True when the connection is of no use any more; a commit under way may have taken effect. */
    public boolean isConnectionLost() {
        return sqlState.startsWith("08") || sqlState.startsWith("57P0");
    }

    public boolean isUniqueViolation() {
        return sqlState.equals("23505");
    }

    /** True when no server takes writes at the moment. */
    boolean isUnavailable() {
        return GONE.contains(sqlState) || sqlState.startsWith("08");
    }

    /** A server that refuses a commit says why; whatever else ends one leaves it open. */
    boolean leavesCommitUnknown() {
        return isConnectionLost()
                || sqlState.isEmpty()
                || sqlState.equals("40003")
                || sqlState.startsWith("58")
                || sqlState.startsWith("XX");
    }

    /** The pool wraps the driver's failure and does not always repeat its state. */
    private static String stateOf(SQLException failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        return "";
    }
}
