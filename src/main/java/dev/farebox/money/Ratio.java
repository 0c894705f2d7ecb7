package dev.farebox.money;

/**
 * An exact positive multiplier, {@code numerator / denominator}, kept in lowest terms.
 *
 * <p>Group multipliers and cost factors are ratios so that no rounded factor is ever stored.
 */
public record Ratio(long numerator, long denominator) {
    public static final Ratio ONE = new Ratio(1, 1);

    public Ratio {
        if (numerator < 0 || denominator <= 0) {
            throw new IllegalArgumentException(
                    "a ratio is numerator >= 0 over denominator > 0, not "
                            + numerator
                            + "/"
                            + denominator);
        }
        long divisor = gcd(numerator, denominator);
        numerator /= divisor;
        denominator /= divisor;
    }

    /** Reads {@code 3/4}, {@code 2} or a decimal such as {@code 0.85}; all exactly. */
    public static Ratio parse(String text) {
        String stripped = text.strip();
        int slash = stripped.indexOf('/');
        if (slash >= 0) {
            return new Ratio(
                    Long.parseLong(stripped.substring(0, slash).strip()),
                    Long.parseLong(stripped.substring(slash + 1).strip()));
        }
        var decimal = new java.math.BigDecimal(stripped).stripTrailingZeros();
        int scale = Math.max(0, decimal.scale());
        return new Ratio(
                decimal.movePointRight(scale).longValueExact(),
                java.math.BigInteger.TEN.pow(scale).longValueExact());
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    @Override
    public String toString() {
        return denominator == 1 ? Long.toString(numerator) : numerator + "/" + denominator;
    }
}
