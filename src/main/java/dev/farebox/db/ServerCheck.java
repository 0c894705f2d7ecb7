package dev.farebox.db;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Proves that what answers on a port is our server, and that it is durable. */
final class ServerCheck {
    private static final String DATABASE = "farebox";

    private ServerCheck() {}

    static Login login(DataDirectory data, int port) {
        return new Login(
                "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, DATABASE),
                ServerCommand.OWNER,
                data.secret());
    }

    /** Checks the server through its maintenance database, then makes ours if it is missing. */
    static void prepare(DataDirectory data, Login login) {
        String maintenance = login.jdbcUrl().replaceFirst("/[^/]*$", "/postgres");
        try (Connection connection = Sessions.raw(login.withJdbcUrl(maintenance));
                Statement statement = connection.createStatement()) {
            check(data, statement);
            try (ResultSet found =
                    statement.executeQuery(
                            "SELECT 1 FROM pg_database WHERE datname = '" + DATABASE + "'")) {
                if (found.next()) {
                    return;
                }
            }
            statement.execute("CREATE DATABASE " + DATABASE);
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    static void require(DataDirectory data, Login login) {
        try (Connection connection = Sessions.raw(login);
                Statement statement = connection.createStatement()) {
            check(data, statement);
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    private static void check(DataDirectory data, Statement statement) throws SQLException {
        Path serves = Path.of(show(statement, "data_directory"));
        if (!isSame(serves, data.cluster())) {
            throw DataDirectory.unusable(
                    "The PostgreSQL that answers for %s serves %s. Stop it, then start again."
                            .formatted(data.root(), serves));
        }
        for (String setting : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
            if (!show(statement, setting).equals("on")) {
                throw DataDirectory.unusable(
                        "The PostgreSQL of %s runs with %s off: money would not survive a crash. Take that setting out."
                                .formatted(data.root(), setting));
            }
        }
    }

    private static String show(Statement statement, String setting) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SHOW " + setting)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
