package dev.farebox.pricing;

import dev.farebox.usage.Dimension;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Rates as people write them: credits per million for tokens and characters, credits each for
 * everything else (requests, images, seconds, tool calls).
 */
final class RateText {
    private static final int LONGEST = 40;

    private RateText() {}

    static boolean isPerMillion(Dimension dimension) {
        return dimension.isInputToken()
                || dimension.isOutputToken()
                || dimension == Dimension.CHARACTER;
    }

    static String unit(Dimension dimension) {
        return isPerMillion(dimension) ? "per million" : "each";
    }

    /** {@code 2.50} for 2 500 000 000 nano-credits per million input tokens; always exact. */
    static String format(Dimension dimension, long nanosPerMillion) {
        BigDecimal value =
                BigDecimal.valueOf(nanosPerMillion, isPerMillion(dimension) ? 9 : 15)
                        .stripTrailingZeros();
        return value.setScale(Math.max(2, value.scale()), RoundingMode.UNNECESSARY).toPlainString();
    }

    /**
     * The rate in nano-credits per million units.
     *
     * @throws NumberFormatException when it is not a decimal of a sensible length
     * @throws ArithmeticException when it is finer than a nano-credit per million, or too large
     */
    static long parse(Dimension dimension, String text) {
        return scaled(decimal(text), isPerMillion(dimension) ? 9 : 15);
    }

    /**
     * A decimal whose expansion is known to be short, so that {@code 1e999999999} costs nothing.
     */
    static BigDecimal decimal(String text) {
        if (text.length() > LONGEST) {
            throw new NumberFormatException("longer than " + LONGEST + " characters");
        }
        BigDecimal value = new BigDecimal(text);
        if (Math.abs((long) value.scale()) > LONGEST) {
            throw new NumberFormatException("an exponent beyond " + LONGEST);
        }
        return value;
    }

    /** {@code value × 10^places} as a whole number. */
    static long scaled(BigDecimal value, int places) {
        return value.movePointRight(places).setScale(0, RoundingMode.UNNECESSARY).longValueExact();
    }
}
