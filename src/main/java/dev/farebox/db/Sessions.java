package dev.farebox.db;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;

/** Opens database sessions the same way for the pool, the ledger writer and the owner. */
final class Sessions {
    /** The role that runs the product: it owns nothing and has what migrations grant it. */
    static final String APP_ROLE = "farebox_app";

    /** Where all of Farebox's tables are. */
    static final String SCHEMA = "farebox";

    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /** A statement that runs longer is ended by the server, a lock waited for longer given up. */
    private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(30);

    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration IDLE_TRANSACTION_TIMEOUT = Duration.ofSeconds(60);

    /** A server that says nothing for longer is taken for lost. Above the statement's time-out. */
    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(40);

    private Sessions() {}

    /** Auto-commit, no settings made: for checks and roles. */
    static Connection raw(Login login) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", login.user());
        properties.setProperty("password", login.password());
        properties.setProperty("connectTimeout", seconds(CONNECT_TIMEOUT));
        properties.setProperty("loginTimeout", seconds(CONNECT_TIMEOUT));
        properties.setProperty("socketTimeout", seconds(SOCKET_TIMEOUT));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("ApplicationName", "farebox");
        properties.setProperty(Column.CONNECTION_PROPERTY, Column.OIDS);
        return DriverManager.getConnection(login.jdbcUrl(), properties);
    }

    /**
     * A session for transactions. The settings are made outside of one: a rollback would undo them.
     */
    static Connection open(Login login, boolean asApp) throws SQLException {
        Connection connection = raw(login);
        try (Statement statement = connection.createStatement()) {
            statement.execute(settings(asApp));
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    static boolean answers(Login login) {
        try (Connection connection = raw(login)) {
            return connection.isValid((int) CONNECT_TIMEOUT.toSeconds());
        } catch (SQLException _) {
            return false;
        }
    }

    private static String settings(boolean asApp) {
        String settings =
                """
                SET search_path TO %s;
                SET TIME ZONE 'UTC';
                SET statement_timeout TO %d;
                SET lock_timeout TO %d;
                SET idle_in_transaction_session_timeout TO %d
                """
                        .formatted(
                                SCHEMA,
                                STATEMENT_TIMEOUT.toMillis(),
                                LOCK_TIMEOUT.toMillis(),
                                IDLE_TRANSACTION_TIMEOUT.toMillis());
        return asApp ? settings + "; SET ROLE " + APP_ROLE : settings;
    }

    private static String seconds(Duration duration) {
        return Long.toString(duration.toSeconds());
    }
}
