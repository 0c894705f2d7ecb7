package dev.farebox.pricing;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a price book states of one model.
 *
 * <p>A tier states what differs from the standard rates; what it does not state stays as in {@code
 * standard}. Bands belong to their tier: one that states no bands has none.
 *
 * @param model the name that clients send
 * @param standard the rates when the answer reports no tier, or one that is not listed
 * @param tiers other rates by the service tier that the answer reports, such as {@code priority}
 * @param maxInputTokens the most input that the model takes, 0 when unknown
 * @param maxOutputTokens the most output that the model gives, 0 when unknown
 */
public record ModelPrice(
        String model,
        Schedule standard,
        Map<String, Schedule> tiers,
        long maxInputTokens,
        long maxOutputTokens) {
    public ModelPrice {
        tiers = Collections.unmodifiableMap(new TreeMap<>(tiers));
        if (maxInputTokens < 0 || maxOutputTokens < 0) {
            throw new IllegalArgumentException(
                    "limits of " + model + ": " + maxInputTokens + ", " + maxOutputTokens);
        }
    }

    public static ModelPrice of(String model, Rates price, Rates cost) {
        return new ModelPrice(model, Schedule.of(price, cost), Map.of(), 0, 0);
    }
}
