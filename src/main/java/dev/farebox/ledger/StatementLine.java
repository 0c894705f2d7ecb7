package dev.farebox.ledger;

import java.time.Instant;
import java.util.UUID;

/** An entry as recorded. */
public record StatementLine(Entry entry, Instant recordedAt) {
    /** Where a page ended. */
    public record Position(UUID transaction, int leg) {}

    public Position position() {
        return new Position(entry.transaction(), entry.leg());
    }
}
