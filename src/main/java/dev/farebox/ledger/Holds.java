package dev.farebox.ledger;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The holds of one account while a batch is decided: open ones, and those that ended. */
final class Holds {
    private static final long UNRESOLVED = -1;

    private final Map<HoldId, Long> resolvedBefore;
    private final Map<HoldId, HoldState> states;

    Holds(List<Hold> loaded, Map<HoldId, Long> resolvedBefore) {
        this.resolvedBefore = resolvedBefore;
        this.states = LinkedHashMap.newLinkedHashMap(loaded.size() + 8);
        for (Hold hold : loaded) {
            states.put(hold.id(), new HoldState(hold, true));
        }
    }

    boolean isResolved(HoldId id) {
        return charged(id) != UNRESOLVED;
    }

    /** What the customer was charged when the hold was resolved; below 0 when it was not. */
    long charged(HoldId id) {
        HoldState state = states.get(id);
        if (state != null) {
            return state.isEnded() ? state.charged() : UNRESOLVED;
        }
        Long charged = resolvedBefore.get(id);
        return charged == null ? UNRESOLVED : charged;
    }

    @Nullable Hold open(HoldId id) {
        HoldState state = states.get(id);
        return state == null || state.isEnded() ? null : state.hold();
    }

    List<Hold> open() {
        var open = new ArrayList<Hold>();
        for (HoldState state : states.values()) {
            if (!state.isEnded()) {
                open.add(state.hold());
            }
        }
        return open;
    }

    Collection<HoldState> states() {
        return states.values();
    }

    void place(Hold hold) {
        states.put(hold.id(), new HoldState(hold, false));
    }

    void change(Hold to) {
        state(to.id()).change(to);
    }

    void end(HoldId id, long charged) {
        state(id).end(charged);
    }

    private HoldState state(HoldId id) {
        HoldState state = states.get(id);
        if (state == null || state.isEnded()) {
            throw new IllegalStateException("hold " + id + " is not open");
        }
        return state;
    }
}
