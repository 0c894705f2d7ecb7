package dev.farebox.pricing;

import java.util.Comparator;
import java.util.List;

/**
 * The rates of one service tier of one model.
 *
 * @param price what the customer pays
 * @param cost what the operator pays; may be empty
 * @param bands long-context rates, by rising threshold
 */
public record Schedule(Rates price, Rates cost, List<Band> bands) {
    public Schedule {
        bands = bands.stream().sorted(Comparator.comparingLong(Band::aboveInputTokens)).toList();
        for (int i = 1; i < bands.size(); i++) {
            if (bands.get(i).aboveInputTokens() == bands.get(i - 1).aboveInputTokens()) {
                throw new IllegalArgumentException(
                        "two bands above " + bands.get(i).aboveInputTokens() + " input tokens");
            }
        }
    }

    public static Schedule of(Rates price, Rates cost) {
        return new Schedule(price, cost, List.of());
    }
}
