package dev.farebox.pricing;

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

    RateCard choose(String tier, long inputTokens) {
        return tiers.getOrDefault(tier, standard).choose(inputTokens);
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
