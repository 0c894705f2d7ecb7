package dev.farebox.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The first cap of a key finds everything that the key spent and holds. */
class SpendBackfillTest {
    private static final UUID KEY = new UUID(1, 2);
    private static final LocalDate FIRST = LocalDate.of(2026, 11, 2);

    @Test
    void days_before_and_after_the_one_of_the_command_count_too() {
        var backfill = new SpendBackfill(KEY, FIRST, FIRST);
        backfill.spent(FIRST.minusDays(5), 3);
        backfill.spent(FIRST.plusDays(1), 40);
        backfill.held(FIRST.plusDays(1), 500);

        assertThat(backfill.counters())
                .containsEntry(SpendWindow.ofDay(KEY, FIRST.minusDays(5)), new Spend(3, 0))
                .containsEntry(SpendWindow.ofMonth(KEY, FIRST.minusDays(5)), new Spend(3, 0))
                .containsEntry(SpendWindow.ofDay(KEY, FIRST), new Spend(0, 0))
                .containsEntry(SpendWindow.ofDay(KEY, FIRST.plusDays(1)), new Spend(40, 500))
                .containsEntry(SpendWindow.ofMonth(KEY, FIRST), new Spend(40, 500))
                .containsEntry(SpendWindow.ofTotal(KEY), new Spend(43, 500))
                .hasSize(6);
    }
}
