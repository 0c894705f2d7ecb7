package dev.farebox.ledger;

import dev.farebox.ledger.PlaceOutcome.SpendCapReached.Window;
import java.time.LocalDate;
import java.util.UUID;

/**
 * A stretch of time over which one key's spend is counted: a natural day, a natural month (start:
 * its first day), or all time (start: the epoch).
 */
record SpendWindow(UUID key, Window window, LocalDate start) {
    static SpendWindow ofDay(UUID key, LocalDate day) {
        return new SpendWindow(key, Window.DAY, day);
    }

    static SpendWindow ofMonth(UUID key, LocalDate day) {
        return new SpendWindow(key, Window.MONTH, day.withDayOfMonth(1));
    }

    static SpendWindow ofTotal(UUID key) {
        return new SpendWindow(key, Window.TOTAL, LocalDate.EPOCH);
    }
}
