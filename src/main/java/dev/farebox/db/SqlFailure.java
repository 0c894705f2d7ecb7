package dev.farebox.db;

import java.sql.SQLException;
import java.util.Set;

/**
 * A statement that failed, unchecked so that stores read straight; {@link Database} classifies it.
 */
public final class SqlFailure extends RuntimeException {
    private static final Set<String> RETRYABLE =
            Set.of("40001", "40P01", "25006", "57P01", "57P02", "57P03");

    private final String sqlState;

    public SqlFailure(SQLException cause) {
        super(cause);
        String state = cause.getSQLState();
        sqlState = state == null ? "" : state;
    }

    public String sqlState() {
        return sqlState;
    }

    /** True when the same transaction may succeed if it is run again. */
    public boolean isRetryable() {
        return RETRYABLE.contains(sqlState) || isConnectionLost();
    }

    /** True when it is unknown whether a commit under way took effect. */
    public boolean isConnectionLost() {
        return sqlState.startsWith("08");
    }

    public boolean isUniqueViolation() {
        return sqlState.equals("23505");
    }
}
