package dev.farebox.pricing;

import dev.farebox.money.Ratio;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Σ units × rate, exactly, whatever the size; divided and rounded once at the end.
 *
 * <p>As long as everything fits in 63 bits, which all but absurd requests do, it is plain long
 * arithmetic; what does not fit moves to {@link BigInteger} and stays there. It never wraps.
 */
final class ExactSum {
    private static final long MILLION = 1_000_000;

    private long small;
    private @Nullable BigInteger wide;

    void add(long units, long rate) {
        if (wide == null) {
            long product = units * rate;
            if (Math.multiplyHigh(units, rate) == 0 && product >= 0 && small + product >= 0) {
                small += product;
                return;
            }
        }
        wide = exact().add(BigInteger.valueOf(units).multiply(BigInteger.valueOf(rate)));
    }

    /** The sum, in nano-credits times a million. */
    BigInteger exact() {
        return wide == null ? BigInteger.valueOf(small) : wide;
    }

    /**
     * {@code round_half_even(sum × multiplier / 1 000 000)}.
     *
     * @throws ArithmeticException when the result does not fit in 64 bits
     */
    long halfEven(Ratio multiplier) {
        return divide(multiplier, false);
    }

    /** The same, rounded up: for what must not be less than the charge. */
    long up(Ratio multiplier) {
        return divide(multiplier, true);
    }

    private long divide(Ratio multiplier, boolean up) {
        long factor = multiplier.numerator();
        long divisor = MILLION * multiplier.denominator();
        boolean fits =
                wide == null
                        && Math.multiplyHigh(small, factor) == 0
                        && small * factor >= 0
                        && Math.multiplyHigh(MILLION, multiplier.denominator()) == 0
                        && divisor > 0;
        if (!fits) {
            return divideWide(multiplier, up);
        }
        long dividend = small * factor;
        long quotient = dividend / divisor;
        long rest = dividend % divisor;
        boolean odd = (quotient & 1) != 0;
        return roundsUp(rest == 0, Long.compare(rest, divisor - rest), odd, up)
                ? Math.addExact(quotient, 1)
                : quotient;
    }

    private long divideWide(Ratio multiplier, boolean up) {
        BigInteger divisor =
                BigInteger.valueOf(MILLION).multiply(BigInteger.valueOf(multiplier.denominator()));
        BigInteger[] parts =
                exact().multiply(BigInteger.valueOf(multiplier.numerator()))
                        .divideAndRemainder(divisor);
        BigInteger rest = parts[1];
        boolean roundsUp =
                roundsUp(
                        rest.signum() == 0,
                        rest.shiftLeft(1).compareTo(divisor),
                        parts[0].testBit(0),
                        up);
        return (roundsUp ? parts[0].add(BigInteger.ONE) : parts[0]).longValueExact();
    }

    /** Whether what is left over counts as one more, {@code half} comparing it with one half. */
    private static boolean roundsUp(boolean exact, int half, boolean odd, boolean up) {
        return !exact && (up || half > 0 || (half == 0 && odd));
    }
}
