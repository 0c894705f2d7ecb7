package dev.farebox.audit;

import java.util.Optional;
import java.util.UUID;

/**
 * Which lines of the trail to read, newest first.
 *
 * @param olderThan the last id of the page before; empty for the first page
 * @param limit 1 to {@link #MOST}
 */
public record AuditQuery(
        Optional<String> subjectKind,
        Optional<String> subjectId,
        Optional<UUID> olderThan,
        int limit) {
    public static final int MOST = 500;

    public AuditQuery {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("a page of 1 to " + MOST + ", not " + limit);
        }
    }

    public static AuditQuery newest(int limit) {
        return new AuditQuery(Optional.empty(), Optional.empty(), Optional.empty(), limit);
    }

    public static AuditQuery of(Subject subject, int limit) {
        return new AuditQuery(
                Optional.of(subject.kind()), Optional.of(subject.id()), Optional.empty(), limit);
    }
}
