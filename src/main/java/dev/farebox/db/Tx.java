package dev.farebox.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An open transaction. A facade method that joins its caller's transaction takes it as the first
 * argument. Parameters are bound by position ({@code ?}); an {@link Instant} becomes a timestamp
 * with time zone, a {@code List<UUID|String|Long|Short>} an array.
 *
 * <p>Not safe for use by several threads.
 */
public final class Tx {
    private final Connection connection;

    Tx(Connection connection) {
        this.connection = connection;
    }

    /**
     * A transaction on a connection of the caller's own, who commits it and rolls it back: for the
     * ledger's writer.
     */
    public static Tx on(Connection connection) {
        return new Tx(connection);
    }

    /** For stores that need arrays or batches spelt in plain JDBC. */
    public Connection connection() {
        return connection;
    }

    public <T> List<T> query(String sql, Function<Row, T> reader, @Nullable Object... parameters) {
        try (var statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            try (var results = statement.executeQuery()) {
                var row = new Row(results);
                var rows = new ArrayList<T>();
                while (results.next()) {
                    rows.add(reader.apply(row));
                }
                return rows;
            }
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    /** At most one row; two are an error. */
    public <T> Optional<T> one(
            String sql, Function<Row, T> reader, @Nullable Object... parameters) {
        List<T> rows = query(sql, reader, parameters);
        if (rows.size() > 1) {
            throw new IllegalStateException(rows.size() + " rows where at most one was expected");
        }
        return rows.stream().findFirst();
    }

    /** The number of rows that an insert, update or delete touched. */
    public int update(String sql, @Nullable Object... parameters) {
        try (var statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    private void bind(PreparedStatement statement, @Nullable Object[] parameters)
            throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            if (parameters[i] instanceof List<?> list && list.isEmpty()) {
                // It has no type of its own: the server takes the one that the place needs.
                statement.setObject(i + 1, "{}", Types.OTHER);
            } else {
                statement.setObject(i + 1, sqlValue(parameters[i]));
            }
        }
    }

    private @Nullable Object sqlValue(@Nullable Object value) throws SQLException {
        return switch (value) {
            case Instant instant -> instant.atOffset(ZoneOffset.UTC);
            case List<?> list -> connection.createArrayOf(arrayType(list), list.toArray());
            case null -> null;
            default -> value;
        };
    }

    private static String arrayType(List<?> list) {
        return switch (list.getFirst()) {
            case UUID _ -> "uuid";
            case Long _ -> "bigint";
            case Short _ -> "smallint";
            case Integer _ -> "integer";
            default -> "text";
        };
    }
}
