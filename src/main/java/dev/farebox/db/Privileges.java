package dev.farebox.db;

import static dev.farebox.problem.ProblemCode.DATABASE_NOT_OURS;

import dev.farebox.problem.ProblemException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the login may do, and the role that it puts on at run time. */
final class Privileges {
    private static final Logger log = LoggerFactory.getLogger(Privileges.class);
    private static final int OLDEST_SERVER = 160_000;

    private static final String ROLE_EXISTS =
            "SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = '" + Sessions.APP_ROLE + "'";
    private static final String MAY_SET =
            "SELECT pg_catalog.pg_has_role(current_user, '" + Sessions.APP_ROLE + "', 'SET')";

    private Privileges() {}

    /** True when the role exists, and so must be put on. Refuses when it may not be. */
    static boolean reduced(Login login) throws SQLException {
        try (Connection connection = Sessions.raw(login);
                Statement statement = connection.createStatement()) {
            requireVersion(statement);
            if (!answersRow(statement, ROLE_EXISTS)) {
                return false;
            }
            if (!isTrue(statement, MAY_SET)) {
                throw new ProblemException(
                        DATABASE_NOT_OURS,
                        "The role %s exists, but %s may not use it. Let a superuser run: GRANT %s TO %s"
                                .formatted(
                                        Sessions.APP_ROLE,
                                        login.user(),
                                        Sessions.APP_ROLE,
                                        login.user()));
            }
            return true;
        }
    }

    /**
     * Makes the role when it is missing; answers what migrations shall grant to: the role, or the
     * login itself where it may not make roles.
     */
    static String grantee(Login login) throws SQLException {
        try (Connection connection = Sessions.raw(login);
                Statement statement = connection.createStatement()) {
            if (!answersRow(statement, ROLE_EXISTS)) {
                attempt(statement, "CREATE ROLE " + Sessions.APP_ROLE + " NOLOGIN");
            }
            if (!answersRow(statement, ROLE_EXISTS)) {
                return "CURRENT_USER";
            }
            if (!isTrue(statement, MAY_SET)) {
                attempt(statement, "GRANT " + Sessions.APP_ROLE + " TO CURRENT_USER");
            }
            return Sessions.APP_ROLE;
        }
    }

    /** Another node may have been quicker, or the login may lack the right: what counts is seen. */
    private static void attempt(Statement statement, String sql) {
        try {
            statement.execute(sql);
        } catch (SQLException e) {
            log.info("db.role_unchanged sqlstate={}", e.getSQLState());
        }
    }

    private static void requireVersion(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SHOW server_version_num")) {
            rows.next();
            if (rows.getInt(1) < OLDEST_SERVER) {
                throw new ProblemException(
                        DATABASE_NOT_OURS,
                        "PostgreSQL 16 or newer is needed; the server says " + rows.getInt(1));
            }
        }
    }

    private static boolean answersRow(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            return rows.next();
        }
    }

    private static boolean isTrue(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() && rows.getBoolean(1);
        }
    }
}
