package dev.farebox.ledger;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * The counters of a key whose first cap comes, from what it spent and holds by day: the total, and
 * each day and month with anything in it, besides those from {@code firstDay} on.
 *
 * <p>All of them, because the command that brings the cap may have been admitted before others of
 * the key that have ended, and one admitted on an earlier day may come after it.
 */
final class SpendBackfill {
    private final UUID key;
    private final Map<LocalDate, Long> spentByDay = new HashMap<>();
    private final Map<LocalDate, Long> heldByDay = new HashMap<>();
    private final Map<SpendWindow, Spend> counters = new HashMap<>();

    SpendBackfill(UUID key, LocalDate firstDay, LocalDate today) {
        this.key = key;
        counters.put(SpendWindow.ofTotal(key), new Spend(0, 0));
        for (LocalDate day = firstDay; !day.isAfter(today); day = day.plusDays(1)) {
            count(day);
        }
    }

    void spent(LocalDate day, long charged) {
        spentByDay.merge(day, charged, Math::addExact);
        count(day);
    }

    void held(LocalDate day, long amount) {
        heldByDay.merge(day, amount, Math::addExact);
        count(day);
    }

    private void count(LocalDate day) {
        counters.put(SpendWindow.ofDay(key, day), new Spend(0, 0));
        counters.put(SpendWindow.ofMonth(key, day), new Spend(0, 0));
    }

    Map<SpendWindow, Spend> counters() {
        var sums = new HashMap<>(counters);
        spentByDay.forEach((day, amount) -> add(sums, day, amount, 0));
        heldByDay.forEach((day, amount) -> add(sums, day, 0, amount));
        return sums;
    }

    private void add(Map<SpendWindow, Spend> sums, LocalDate day, long spent, long held) {
        for (SpendWindow window :
                new SpendWindow[] {
                    SpendWindow.ofDay(key, day),
                    SpendWindow.ofMonth(key, day),
                    SpendWindow.ofTotal(key)
                }) {
            sums.computeIfPresent(
                    window,
                    (_, so) ->
                            new Spend(
                                    Math.addExact(so.spent(), spent),
                                    Math.addExact(so.held(), held)));
        }
    }
}
