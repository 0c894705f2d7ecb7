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
     * The working in exact decimals of a credit, one line of text for each step, for example {@code
     * 1,204 input × 2.50 per million = 0.00301}.
     */
    public List<String> explain() {
        return RatingText.explain(this);
    }

    /**
     * What was consumed and has no price: the operator should look. A request without a fee is
     * ordinary and not reported.
     */
    public List<Dimension> unpriced() {
        return lines.stream()
                .filter(line -> !line.priced() && line.dimension() != Dimension.REQUEST)
                .map(Line::dimension)
                .toList();
    }

    /**
     * {@code units × rate}.
     *
     * @param rate nano-credits per million units
     * @param ratedAs the dimension whose rate was used: itself, or the one it falls back to
     * @param priced false when the book has no rate for it and it was rated at 0
     * @param portion which portion of the exchange, counted from 0
     * @param model of the portion, empty where the exchange is one portion
     */
    public record Line(
            Dimension dimension,
            long units,
            long rate,
            Dimension ratedAs,
            boolean priced,
            int portion,
            String model) {
        Line of(int number, String named) {
            return new Line(dimension, units, rate, ratedAs, priced, number, named);
        }
    }
}
