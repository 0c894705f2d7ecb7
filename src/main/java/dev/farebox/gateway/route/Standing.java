package dev.farebox.gateway.route;

/**
 * What a call would meet at a channel at one instant.
 *
 * @param nanos after which it is worth asking again, where it cannot be used now
 */
record Standing(State state, long nanos) {
    enum State {
        READY,
        /** One call may try. */
        TRIAL,
        /** At its budget. */
        BUSY,
        BENCHED,
        /** Benched because our credential was refused there. */
        LOCKED_OUT
    }

    static final Standing READY = new Standing(State.READY, 0);
    static final Standing TRIAL = new Standing(State.TRIAL, 0);

    static Standing busy(long nanos) {
        return new Standing(State.BUSY, nanos);
    }

    static Standing benched(long nanos) {
        return new Standing(State.BENCHED, nanos);
    }

    static Standing lockedOut(long nanos) {
        return new Standing(State.LOCKED_OUT, nanos);
    }

    boolean isUsable() {
        return state == State.READY || state == State.TRIAL;
    }

    /** Of a call that must pass both. */
    Standing and(Standing other) {
        if (isUsable() && other.isUsable()) {
            return state == State.TRIAL ? this : other;
        }
        if (isUsable() != other.isUsable()) {
            return isUsable() ? other : this;
        }
        return nanos >= other.nanos ? this : other;
    }
}
