package dev.farebox.pricing;

import dev.farebox.db.Row;
import dev.farebox.db.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The table {@code price_book}: rows are added, never changed. */
final class PriceBookStore {
    /** A row as it is stored. */
    record Stored(int version, Instant effectiveFrom, String hash, String content) {}

    /**
     * Adds the next version. Of two publications at once the second waits for the first; it answers
     * empty then and is to be tried again.
     */
    Optional<Integer> insertNext(
            Tx tx, Instant effectiveFrom, String title, String hash, String content, String by) {
        return tx.one(
                """
                INSERT INTO price_book (
                    version, effective_from, title, hash, content, published_by)
                SELECT coalesce(max(version), 0) + 1, ?, ?, ?, ?, ? FROM price_book
                ON CONFLICT (version) DO NOTHING
                RETURNING version
                """,
                row -> row.integer("version"),
                effectiveFrom,
                title,
                hash,
                content,
                by);
    }

    /** The highest version, 0 when there is none. */
    int highest(Tx tx) {
        return tx.one(
                        "SELECT coalesce(max(version), 0) AS version FROM price_book",
                        row -> row.integer("version"))
                .orElse(0);
    }

    /** The version in force at {@code now} and all above it, which wait for their day; falling. */
    List<Integer> inForceAndWaiting(Tx tx, Instant now) {
        return tx.query(
                """
                SELECT version FROM price_book
                WHERE version >= (
                    SELECT coalesce(max(version), 0) FROM price_book WHERE effective_from <= ?)
                ORDER BY version DESC
                """,
                row -> row.integer("version"),
                now);
    }

    Optional<Stored> find(Tx tx, int version) {
        return tx.one(
                """
                SELECT version, effective_from, hash, content FROM price_book WHERE version = ?
                """,
                PriceBookStore::stored,
                version);
    }

    /** The newest {@code limit} versions without their content, falling. */
    List<PublishedVersion> newest(Tx tx, int limit) {
        return tx.query(
                """
                SELECT version, effective_from, title, hash, published_at, published_by
                FROM price_book ORDER BY version DESC LIMIT ?
                """,
                row ->
                        new PublishedVersion(
                                row.integer("version"),
                                row.instant("effective_from"),
                                row.text("title"),
                                row.text("hash"),
                                row.instant("published_at"),
                                row.text("published_by")),
                limit);
    }

    private static Stored stored(Row row) {
        return new Stored(
                row.integer("version"),
                row.instant("effective_from"),
                row.text("hash"),
                row.text("content"));
    }
}
