package dev.farebox.audit;

import java.time.Instant;
import java.util.UUID;

/** One line of the trail. Ids rise with time. */
public record AuditEntry(UUID id, Instant recordedAt, Actor actor, Change change) {}
