package dev.farebox.pricing;

import dev.farebox.money.Ratio;
import dev.farebox.usage.Dimension;
import java.util.List;

/**
 * A rated usage: the charge, and the working that anyone can repeat.
 *
 * <p>{@code charge = round_half_even(Σ units × rate × multiplier / 1 000 000)} in nano-credits; the
 * sum is made first, then there is one division and one rounding.
 *
 * @param priceBook the version whose rates were used
 * @param charge what the customer pays, nano-credits
 * @param cost what the operator pays upstream by the book's cost rates, nano-credits, without the
 *     multiplier
 * @param multiplier the factor of the customer's group
 * @param band empty, or which long-context or tier rates applied, for example {@code tier=priority}
 * @param lines one for each dimension with units
 */
public record Rating(
        int priceBook, long charge, long cost, Ratio multiplier, String band, List<Line> lines) {
    public Rating {
        lines = List.copyOf(lines);
    }

    /**
     * {@code units × rate}.
     *
     * @param rate nano-credits per million units
     * @param ratedAs the dimension whose rate was used: itself, or the one it falls back to
     * @param priced false when the book has no rate for it and it was rated at 0
     */
    public record Line(
            Dimension dimension, long units, long rate, Dimension ratedAs, boolean priced) {}
}
