package dev.farebox.bench;

import dev.farebox.db.Database;
import dev.farebox.db.DatabaseSettings;
import dev.farebox.db.EmbeddedSettings;
import dev.farebox.usage.Dimension;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the service's database says, asked beside the service. */
final class Books implements AutoCloseable {
    private final Database database;

    Books(Path data) {
        var settings = new DatabaseSettings.Embedded(EmbeddedSettings.in(data), 1);
        database = Database.attach(settings, new Random());
    }

    /** The settings without which the figures would mean nothing. */
    String durability() {
        String said =
                Stream.of("fsync", "synchronous_commit", "full_page_writes")
                        .map(name -> name + "=" + show(name))
                        .collect(Collectors.joining(", "));
        if (said.contains("=off")) {
            throw new IllegalStateException("not durable: " + said);
        }
        return said;
    }

    private String show(String name) {
        return ask("SELECT current_setting('" + name + "') AS said");
    }

    /** Transactions committed so far; PostgreSQL tells with up to a second's delay. */
    long commits() {
        return Long.parseLong(
                ask(
                        "SELECT xact_commit::text AS said FROM pg_stat_database"
                                + " WHERE datname = current_database()"));
    }

    /**
     * Where the last answers' time went, from their receipts: mean milliseconds up to each point.
     */
    String timing() {
        return ask(
                """
                SELECT 'held ' || round(avg((t->>'held_ms')::numeric), 1)
                    || ', head ' || round(avg((t->>'head_ms')::numeric), 1)
                    || ', whole ' || round(avg((t->>'settled_ms')::numeric), 1) AS said
                FROM (SELECT detail::json->'timing' t FROM usage_line
                      ORDER BY hold_id DESC LIMIT 500) last
                """);
    }

    /** Every answer has its usage line, every charge is its usage × price, nothing is held. */
    boolean balance(long answered) {
        String charged = ask("SELECT coalesce(sum(charged), 0)::text AS said FROM usage_line");
        String priced =
                ask(
                        """
                        SELECT coalesce(sum(u.units * CASE u.dimension
                            WHEN %d THEN %d WHEN %d THEN %d WHEN %d THEN %d END), 0)::text AS said
                        FROM usage_line l, unnest(l.dimensions, l.units) u (dimension, units)
                        """
                                .formatted(
                                        Dimension.INPUT.code(),
                                        Shop.INPUT_NANOS,
                                        Dimension.CACHED_INPUT.code(),
                                        Shop.CACHED_NANOS,
                                        Dimension.OUTPUT.code(),
                                        Shop.OUTPUT_NANOS));
        String lines = ask("SELECT count(*)::text AS said FROM usage_line");
        String held = ask("SELECT count(*)::text AS said FROM hold");
        boolean balanced =
                lines.equals(Long.toString(answered)) && charged.equals(priced) && held.equals("0");
        System.out.printf(
                "parity: answered %d, usage lines %s, charged %s, usage × price %s, holds left %s: %s%n",
                answered, lines, charged, priced, held, balanced ? "balanced" : "NOT BALANCED");
        return balanced;
    }

    private String ask(String sql) {
        return database.tx(tx -> tx.one(sql, row -> row.text("said"))).orElseThrow();
    }

    @Override
    public void close() {
        database.close();
    }
}
