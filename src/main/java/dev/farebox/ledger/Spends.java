package dev.farebox.ledger;

import dev.farebox.ledger.PlaceOutcome.SpendCapReached;
import dev.farebox.ledger.PlaceOutcome.SpendCapReached.Window;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the keys of one account have spent and held, by window, while a batch is decided.
 *
 * <p>Keys that never had a cap are not counted. A key is counted from its first command with a cap;
 * its {@code TOTAL} counter is the sign of it.
 */
final class Spends {
    private static final Window[] WINDOWS = Window.values();
    private static final Spend NOTHING = new Spend(0, 0);

    private final Map<SpendWindow, Spend> loaded;
    private final Map<SpendWindow, Spend> changed = new HashMap<>();

    Spends(Map<SpendWindow, Spend> loaded) {
        this.loaded = loaded;
    }

    /** The first cap that leaves less than {@code amount}; null when none does. */
    @Nullable SpendCapReached reached(SpendCaps caps, long amount) {
        for (Window window : WINDOWS) {
            long cap = cap(caps, window);
            if (cap != SpendCaps.NONE) {
                long used = used(window(window, caps.keyId(), caps.day()));
                if (room(cap, used) < amount) {
                    return new SpendCapReached(window, cap, used);
                }
            }
        }
        return null;
    }

    /** How much more the caps let the key hold. */
    long room(SpendCaps caps) {
        long least = SpendCaps.NONE;
        for (Window window : WINDOWS) {
            long cap = cap(caps, window);
            if (cap != SpendCaps.NONE) {
                long used = used(window(window, caps.keyId(), caps.day()));
                least = Math.min(least, room(cap, used));
            }
        }
        return least;
    }

    /** A hold that has {@code before} gets {@code added}. */
    void hold(SpendCaps caps, long before, long added) {
        if (!caps.isUnlimited() || isCounted(caps.keyId())) {
            move(caps.keyId(), caps.day(), before, added, 0);
        }
    }

    /** A hold with {@code hold}'s split lost {@code amount} of it. */
    void cut(Hold hold, long amount) {
        if (isCounted(hold.key())) {
            move(hold.key(), hold.day(), hold.split().total(), -amount, 0);
        }
    }

    /** A hold ended, and the customer pays {@code charged}. */
    void settle(Hold hold, long charged) {
        if (isCounted(hold.key())) {
            long held = hold.split().total();
            move(hold.key(), hold.day(), held, -held, charged);
        }
    }

    Map<SpendWindow, Spend> changed() {
        return Map.copyOf(changed);
    }

    private boolean isCounted(UUID key) {
        return !(loaded.isEmpty() && changed.isEmpty()) && find(SpendWindow.ofTotal(key)) != null;
    }

    /** A window without a counter knows only the hold at hand, which has {@code before}. */
    private void move(UUID key, LocalDate day, long before, long toHeld, long toSpent) {
        for (Window window : WINDOWS) {
            SpendWindow at = window(window, key, day);
            Spend known = find(at);
            Spend was = known == null ? new Spend(0, before) : known;
            changed.put(
                    at,
                    new Spend(
                            Math.addExact(was.spent(), toSpent),
                            Math.addExact(was.held(), toHeld)));
        }
    }

    private long used(SpendWindow at) {
        Spend spend = find(at);
        return (spend == null ? NOTHING : spend).used();
    }

    private @Nullable Spend find(SpendWindow at) {
        Spend spend = changed.get(at);
        return spend == null ? loaded.get(at) : spend;
    }

    private static long room(long cap, long used) {
        return used >= cap ? 0 : cap - used;
    }

    private static long cap(SpendCaps caps, Window window) {
        return switch (window) {
            case DAY -> caps.perDay();
            case MONTH -> caps.perMonth();
            case TOTAL -> caps.total();
        };
    }

    private static SpendWindow window(Window window, UUID key, LocalDate day) {
        return switch (window) {
            case DAY -> SpendWindow.ofDay(key, day);
            case MONTH -> SpendWindow.ofMonth(key, day);
            case TOTAL -> SpendWindow.ofTotal(key);
        };
    }
}
