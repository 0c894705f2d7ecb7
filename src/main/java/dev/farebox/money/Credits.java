package dev.farebox.money;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Pattern;

/**
 * An amount of the installation's credit asset, counted in nano-units (10⁻⁹ of one credit).
 *
 * <p>Arithmetic is checked: what does not fit in 64 bits (about 9.2 × 10⁹ whole credits) throws
 * {@link ArithmeticException} and never wraps. There is no rounding here; the one place that rounds
 * a charge is rating.
 */
public record Credits(long nanos) implements Comparable<Credits> {
    public static final long NANOS_PER_CREDIT = 1_000_000_000L;
    public static final Credits ZERO = new Credits(0);

    private static final Pattern PLAIN = Pattern.compile("-?[0-9]{1,20}(\\.[0-9]{1,30})?");

    public static Credits ofNanos(long nanos) {
        return nanos == 0 ? ZERO : new Credits(nanos);
    }

    public static Credits ofWhole(long credits) {
        return ofNanos(Math.multiplyExact(credits, NANOS_PER_CREDIT));
    }

    /**
     * Reads a plain decimal such as {@code 12.5} or {@code 0.000000001}. No exponent, no plus sign,
     * no digits but 0 to 9: an amount of money says what it looks like.
     *
     * @throws ArithmeticException when it has more than nine decimals or does not fit
     * @throws NumberFormatException when it is not a decimal
     */
    public static Credits parse(String decimal) {
        String text = decimal.strip();
        if (!PLAIN.matcher(text).matches()) {
            throw new NumberFormatException("not a plain decimal");
        }
        return ofNanos(
                new BigDecimal(text)
                        .movePointRight(9)
                        .setScale(0, RoundingMode.UNNECESSARY)
                        .longValueExact());
    }

    public Credits plus(Credits other) {
        return ofNanos(Math.addExact(nanos, other.nanos));
    }

    public Credits minus(Credits other) {
        return ofNanos(Math.subtractExact(nanos, other.nanos));
    }

    public Credits negated() {
        return ofNanos(Math.negateExact(nanos));
    }

    public boolean isZero() {
        return nanos == 0;
    }

    public boolean isPositive() {
        return nanos > 0;
    }

    public boolean isNegative() {
        return nanos < 0;
    }

    @Override
    public int compareTo(Credits other) {
        return Long.compare(nanos, other.nanos);
    }

    /** The exact decimal without trailing zeros, for example {@code 0.0000125}. */
    @Override
    public String toString() {
        if (nanos == 0) {
            return "0";
        }
        return BigDecimal.valueOf(nanos, 9).stripTrailingZeros().toPlainString();
    }
}
