package dev.farebox.ledger;

import dev.farebox.db.SqlFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes what commands changed, for all accounts of a batch in one round trip: one statement per
 * table, a row's values spread over array parameters.
 *
 * <p>Every update and delete says how many rows it must touch: a difference means that something
 * else wrote without the account's lock, and fails the transaction.
 */
final class EffectsStore {
    private final Connection connection;
    private final Map<Integer, String> scripts;

    /**
     * {@code scripts} keeps the statement texts by their combination, for this connection's life.
     */
    EffectsStore(Connection connection, Map<Integer, String> scripts) {
        this.connection = connection;
        this.scripts = scripts;
    }

    EffectsStore(Connection connection) {
        this(connection, new HashMap<>());
    }

    void write(Collection<Effects> changes) {
        var rows = new EffectRows();
        changes.forEach(rows::add);
        write(rows);
    }

    void write(EffectRows rows) {
        List<EffectRows.Table> tables = rows.changed();
        if (tables.isEmpty()) {
            return;
        }
        try (var script = connection.prepareStatement(script(tables))) {
            int at = 1;
            for (EffectRows.Table table : tables) {
                for (Object column : table.columns()) {
                    script.setObject(at++, column);
                }
            }
            script.execute();
            check(script, tables);
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    private String script(List<EffectRows.Table> tables) {
        int combination = 0;
        for (EffectRows.Table table : tables) {
            combination |= 1 << table.statement().ordinal();
        }
        return scripts.computeIfAbsent(
                combination,
                _ -> {
                    var texts = new ArrayList<String>();
                    tables.forEach(table -> texts.add(table.statement().sql()));
                    return String.join(";\n", texts);
                });
    }

    private static void check(PreparedStatement script, List<EffectRows.Table> tables)
            throws SQLException {
        for (int i = 0; i < tables.size(); i++) {
            EffectRows.Table table = tables.get(i);
            if (i > 0) {
                script.getMoreResults();
            }
            int touched = script.getUpdateCount();
            if (touched != table.rows()) {
                throw new IllegalStateException(
                        "%s touched %d rows instead of %d"
                                .formatted(table.statement(), touched, table.rows()));
            }
        }
    }
}
