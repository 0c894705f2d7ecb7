package dev.farebox.audit;

import dev.farebox.db.Row;
import dev.farebox.db.Tx;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The table {@code audit_entry}. Maps are stored as JSON objects of texts, made by the database.
 */
final class AuditStore {

    void insert(Tx tx, AuditEntry entry) {
        Change change = entry.change();
        tx.update(
                """
                INSERT INTO audit_entry (
                    id, recorded_at, actor_kind, actor_id, action, subject_kind, subject_id,
                    before, after, reason)
                VALUES (?, ?, ?, ?, ?, ?, ?,
                    jsonb_object(?::text[], ?::text[]), jsonb_object(?::text[], ?::text[]), ?)
                """,
                entry.id(),
                entry.recordedAt(),
                entry.actor().kind().name().toLowerCase(Locale.ROOT),
                entry.actor().id(),
                change.action(),
                change.subject().kind(),
                change.subject().id(),
                names(change.before()),
                values(change.before()),
                names(change.after()),
                values(change.after()),
                change.reason());
    }

    List<AuditEntry> page(Tx tx, AuditQuery query) {
        return tx.query(
                """
                SELECT id, recorded_at, actor_kind, actor_id, action, subject_kind, subject_id, reason,
                    ARRAY(SELECT key FROM jsonb_each_text(before) ORDER BY key) AS before_names,
                    ARRAY(SELECT value FROM jsonb_each_text(before) ORDER BY key) AS before_values,
                    ARRAY(SELECT key FROM jsonb_each_text(after) ORDER BY key) AS after_names,
                    ARRAY(SELECT value FROM jsonb_each_text(after) ORDER BY key) AS after_values
                FROM audit_entry
                WHERE (?::text IS NULL OR subject_kind = ?)
                  AND (?::text IS NULL OR subject_id = ?)
                  AND (?::uuid IS NULL OR id < ?)
                ORDER BY id DESC
                LIMIT ?
                """,
                AuditStore::entry,
                query.subjectKind().orElse(null),
                query.subjectKind().orElse(null),
                query.subjectId().orElse(null),
                query.subjectId().orElse(null),
                query.olderThan().orElse(null),
                query.olderThan().orElse(null),
                query.limit());
    }

    private static AuditEntry entry(Row row) {
        var kind = Actor.Kind.valueOf(row.text("actor_kind").toUpperCase(Locale.ROOT));
        return new AuditEntry(
                row.uuid("id"),
                row.instant("recorded_at"),
                new Actor(kind, row.text("actor_id")),
                new Change(
                        row.text("action"),
                        new Subject(row.text("subject_kind"), row.text("subject_id")),
                        fields(row.texts("before_names"), row.texts("before_values")),
                        fields(row.texts("after_names"), row.texts("after_values")),
                        row.text("reason")));
    }

    private static Map<String, String> fields(List<String> names, List<String> values) {
        var fields = new TreeMap<String, String>();
        for (int i = 0; i < names.size(); i++) {
            fields.put(names.get(i), values.get(i));
        }
        return fields;
    }

    /** In one order for names and values: {@code Map.copyOf} has none that lasts. */
    private static List<String> names(Map<String, String> fields) {
        return new ArrayList<>(new TreeMap<>(fields).keySet());
    }

    private static List<String> values(Map<String, String> fields) {
        return new ArrayList<>(new TreeMap<>(fields).values());
    }
}
