package dev.farebox.pricing;

import dev.farebox.money.Ratio;
import dev.farebox.usage.Dimension;
import java.math.BigInteger;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * The rates that somebody stated, in nano-credits per million units, at least 0. A dimension that
 * is not in the map has no rate of its own, which is not the same as a rate of 0: 0 is free.
 */
public record Rates(Map<Dimension, Long> nanosPerMillion) {
    public static final Rates NONE = new Rates(Map.of());

    public Rates {
        var copy = new EnumMap<Dimension, Long>(Dimension.class);
        copy.putAll(nanosPerMillion);
        copy.forEach((dimension, rate) -> {
            if (rate < 0) {
                throw new IllegalArgumentException(dimension.key() + " is " + rate);
            }
        });
        nanosPerMillion = Collections.unmodifiableMap(copy);
    }

    public boolean isEmpty() {
        return nanosPerMillion.isEmpty();
    }

    /** These rates, and those of {@code below} for the dimensions that are not stated here. */
    public Rates over(Rates below) {
        var merged = new EnumMap<Dimension, Long>(Dimension.class);
        merged.putAll(below.nanosPerMillion);
        merged.putAll(nanosPerMillion);
        return new Rates(merged);
    }

    /**
     * {@code rate × factor}, exactly.
     *
     * @throws ArithmeticException when it is not a whole number of nano-credits, or too large
     */
    static long times(long rate, Ratio factor) {
        BigInteger[] parts =
                BigInteger.valueOf(rate)
                        .multiply(BigInteger.valueOf(factor.numerator()))
                        .divideAndRemainder(BigInteger.valueOf(factor.denominator()));
        if (parts[1].signum() != 0) {
            throw new ArithmeticException(rate + " × " + factor + " is not a whole number");
        }
        return parts[0].longValueExact();
    }
}
