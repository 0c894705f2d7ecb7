package dev.farebox.ledger;

import java.util.Arrays;
import java.util.UUID;

/**
 * Amounts by lot, in burn order; each lot once, each amount positive. Immutable. Stored as two
 * arrays.
 */
final class Split {
    static final Split NOTHING = new Split(new UUID[0], new long[0]);

    private final UUID[] lots;
    private final long[] amounts;
    private final long total;

    /** Takes over both arrays, which nobody changes afterwards. */
    Split(UUID[] lots, long[] amounts) {
        if (lots.length != amounts.length) {
            throw new IllegalArgumentException(lots.length + " lots, " + amounts.length);
        }
        long sum = 0;
        for (long amount : amounts) {
            if (amount <= 0) {
                throw new IllegalArgumentException("a part of " + amount);
            }
            sum = Math.addExact(sum, amount);
        }
        this.lots = lots;
        this.amounts = amounts;
        this.total = sum;
    }

    int size() {
        return lots.length;
    }

    UUID lot(int index) {
        return lots[index];
    }

    long amount(int index) {
        return amounts[index];
    }

    long total() {
        return total;
    }

    UUID[] lots() {
        return lots.clone();
    }

    long[] amounts() {
        return amounts.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Split that
                && Arrays.equals(lots, that.lots)
                && Arrays.equals(amounts, that.amounts);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(lots) + Arrays.hashCode(amounts);
    }

    @Override
    public String toString() {
        return Arrays.toString(lots) + Arrays.toString(amounts);
    }
}
