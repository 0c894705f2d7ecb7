package dev.farebox.pricing;

import dev.farebox.usage.Dimension;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All resolved rates of one model: which card applies is decided by tier, then by input size. */
final class RateCards {
    /** What providers call their ordinary service in an answer. */
    private static final Set<String> ORDINARY = Set.of("", "default", "standard");

    private static final int LONGEST_NAMED_TIER = 40;

    private final Tier standard;
    private final Map<String, Tier> tiers;

    private RateCards(Tier standard, Map<String, Tier> tiers) {
        this.standard = standard;
        this.tiers = tiers;
    }

    static RateCards of(ModelPrice price) {
        Schedule standard = price.standard();
        var tiers = new HashMap<String, Tier>();
        price.tiers()
                .forEach((name, schedule) ->
                        tiers.put(name, Tier.of("tier=" + name, schedule, standard)));
        return new RateCards(Tier.of("", standard, standard), tiers);
    }

    /**
     * Of a tier of several words that has no rates of its own, the dearest that one of its words
     * has: whoever asks for two dearer things at once must not get both at the standard rate.
     */
    RateCard choose(String tier, long inputTokens) {
        Tier listed = tiers.get(tier);
        if (listed != null || tier.indexOf('+') < 0) {
            return (listed == null ? standard : listed).choose(inputTokens);
        }
        RateCard dearest = standard.choose(inputTokens);
        for (Map.Entry<String, Tier> entry : tiers.entrySet()) {
            if (("+" + tier + "+").contains("+" + entry.getKey() + "+")) {
                RateCard card = entry.getValue().choose(inputTokens);
                dearest = dearness(card).compareTo(dearness(dearest)) > 0 ? card : dearest;
            }
        }
        return dearest;
    }

    private static BigInteger dearness(RateCard card) {
        return BigInteger.valueOf(card.price(Dimension.OUTPUT))
                .add(BigInteger.valueOf(card.price(Dimension.INPUT)));
    }

    /** What to write in {@link Rating#band()}; a tier without rates of its own is named too. */
    String band(String tier, RateCard chosen) {
        if (ORDINARY.contains(tier) || tiers.containsKey(tier)) {
            return chosen.band();
        }
        String named = tier.substring(0, Math.min(tier.length(), LONGEST_NAMED_TIER));
        return ("tier=" + named + " unlisted " + chosen.band()).strip();
    }

    private record Step(long above, RateCard card) {}

    /** {@code steps} by falling threshold, so that the first one exceeded applies. */
    private record Tier(RateCard flat, List<Step> steps) {
        static Tier of(String name, Schedule schedule, Schedule standard) {
            Rates price = schedule.price().over(standard.price());
            Rates cost = schedule.cost().over(standard.cost());
            var flat = new RateCard(name, price, cost);
            var steps = new ArrayList<Step>();
            for (Band band : schedule.bands()) {
                price = band.price().over(price);
                cost = band.cost().over(cost);
                String label = (name + " input>" + band.aboveInputTokens()).strip();
                steps.addFirst(new Step(band.aboveInputTokens(), new RateCard(label, price, cost)));
            }
            return new Tier(flat, List.copyOf(steps));
        }

        RateCard choose(long inputTokens) {
            for (int i = 0; i < steps.size(); i++) {
                if (inputTokens > steps.get(i).above()) {
                    return steps.get(i).card();
                }
            }
            return flat;
        }
    }
}
