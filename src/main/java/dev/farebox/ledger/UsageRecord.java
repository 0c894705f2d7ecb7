package dev.farebox.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * A usage line as recorded: what the customer pays ({@code charged}, of which {@code owed} became a
 * debt), what the operator bears, the operator's day on which the request was admitted, and the
 * entries, which name the lots.
 */
public record UsageRecord(
        AccountId account,
        HoldId hold,
        UsageLine line,
        long charged,
        long owed,
        long borne,
        LocalDate day,
        Instant recordedAt,
        List<Entry> entries) {}
