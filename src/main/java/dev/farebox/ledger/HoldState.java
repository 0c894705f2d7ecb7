package dev.farebox.ledger;

/** A hold while a batch is decided. */
final class HoldState {
    private final boolean stored;
    private Hold hold;
    private boolean changed;
    private boolean ended;
    private long charged;

    HoldState(Hold hold, boolean stored) {
        this.hold = hold;
        this.stored = stored;
    }

    Hold hold() {
        return hold;
    }

    /** Whether the database has its row. */
    boolean isStored() {
        return stored;
    }

    boolean isChanged() {
        return changed;
    }

    boolean isEnded() {
        return ended;
    }

    /** What the customer was charged at its end. */
    long charged() {
        return charged;
    }

    void change(Hold to) {
        hold = to;
        changed = true;
    }

    void end(long customersCharge) {
        ended = true;
        charged = customersCharge;
    }
}
