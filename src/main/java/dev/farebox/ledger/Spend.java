package dev.farebox.ledger;

/** What a key has spent in a window, and what its open holds have set aside there. */
record Spend(long spent, long held) {
    Spend {
        if (spent < 0 || held < 0) {
            throw new IllegalStateException("spent " + spent + ", held " + held);
        }
    }

    long used() {
        return Math.addExact(spent, held);
    }
}
