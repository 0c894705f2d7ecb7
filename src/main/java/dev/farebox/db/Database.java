package dev.farebox.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;

/** A pooled PostgreSQL, and the transactions run on it. Blocking; call it from virtual threads. */
public final class Database implements AutoCloseable {
    private final HikariDataSource pool;

    public Database(String jdbcUrl, String user, String password, int connections) {
        var config = new HikariConfig();
        config.setJdbcUrl(jdbcUrl);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(connections);
        config.setAutoCommit(false);
        pool = new HikariDataSource(config);
    }

    /** Runs {@code work} in one transaction (READ COMMITTED) and commits it. */
    public <T> T tx(Function<Tx, T> work) {
        try (Connection connection = pool.getConnection()) {
            try {
                T result = work.apply(new Tx(connection));
                connection.commit();
                return result;
            } catch (RuntimeException | Error e) {
                connection.rollback();
                throw e;
            }
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
