package dev.farebox.gateway.provider.demo;

import java.util.List;

/** Choices that depend on nothing but a seed (SplitMix64), so that the same request rolls alike. */
final class Dice {
    private long state;

    Dice(long seed) {
        state = seed;
    }

    static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    long bits() {
        state += 0x9E3779B97F4A7C15L;
        return mix(state);
    }

    int below(int bound) {
        return (int) Long.remainderUnsigned(bits(), bound);
    }

    <T> T pick(List<T> from) {
        return from.get(below(from.size()));
    }
}
