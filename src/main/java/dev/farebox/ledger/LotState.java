package dev.farebox.ledger;

import java.time.Instant;
import java.util.UUID;

/** A lot while a batch is decided. No amount of it ever passes below zero. */
final class LotState {
    private final Lot loaded;
    private final boolean isNew;
    private long available;
    private long held;
    private long frozen;

    LotState(Lot loaded, boolean isNew) {
        this.loaded = loaded;
        this.isNew = isNew;
        this.available = loaded.available();
        this.held = loaded.held();
        this.frozen = loaded.frozen();
    }

    UUID id() {
        return loaded.id();
    }

    /** Its terms, which never change; not its amounts. */
    Lot terms() {
        return loaded;
    }

    boolean isNew() {
        return isNew;
    }

    boolean isChanged() {
        return available != loaded.available()
                || held != loaded.held()
                || frozen != loaded.frozen();
    }

    long available() {
        return available;
    }

    /** What it can give to something new of that asset. */
    long spendable(Asset asset, Instant now) {
        return available > 0 && loaded.asset() == asset && loaded.pays(now) ? available : 0;
    }

    void setAside(long amount) {
        move(-amount, amount, 0);
    }

    /** Ends a hold's part: {@code used} of it leaves, the rest is available again. */
    void settle(long part, long used) {
        move(part - used, -part, 0);
    }

    void pay(long amount) {
        move(-amount, 0, 0);
    }

    void receive(long amount) {
        move(amount, 0, 0);
    }

    void freeze(long fromAvailable, long fromHeld) {
        move(-fromAvailable, -fromHeld, Math.addExact(fromAvailable, fromHeld));
    }

    void unfreeze(long amount) {
        move(amount, 0, -amount);
    }

    Lot now() {
        return loaded.with(available, held, frozen);
    }

    private void move(long toAvailable, long toHeld, long toFrozen) {
        available = Math.addExact(available, toAvailable);
        held = Math.addExact(held, toHeld);
        frozen = Math.addExact(frozen, toFrozen);
        if (available < 0 || held < 0 || frozen < 0) {
            throw new IllegalStateException(
                    "lot %s: available %d, held %d, frozen %d"
                            .formatted(id(), available, held, frozen));
        }
    }
}
