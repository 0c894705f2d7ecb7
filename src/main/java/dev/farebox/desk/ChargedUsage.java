package dev.farebox.desk;

import dev.farebox.ledger.UsageLine;
import dev.farebox.pricing.Portion;
import dev.farebox.usage.Dimension;
import dev.farebox.usage.Usage;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What of a usage line the customer pays for: a rule may charge less or more than was consumed, and
 * several models may have worked on one answer.
 */
public final class ChargedUsage {
    private static final int MOST_PORTIONS = 1_000;

    private ChargedUsage() {}

    /** At least one portion. */
    public static List<Portion> of(UsageLine line, JsonNode detail) {
        if (!detail.has("rule") && !detail.has("portions")) {
            return List.of(new Portion(line.model(), line.usage()));
        }
        var builders = new ArrayList<Usage.Builder>();
        var models = new ArrayList<String>();
        for (JsonNode one : detail.path("lines")) {
            int number = Math.clamp(one.path("portion").asInt(0), 0, MOST_PORTIONS);
            while (builders.size() <= number) {
                builders.add(empty(line));
                models.add(line.model());
            }
            models.set(number, one.path("model").asString(line.model()));
            Dimension.ofKey(one.path("dimension").asString(""))
                    .ifPresent(dimension ->
                            builders.get(number).set(dimension, one.path("units").asLong(0)));
        }
        var portions = new ArrayList<Portion>();
        for (int i = 0; i < builders.size(); i++) {
            portions.add(new Portion(models.get(i), builders.get(i).build()));
        }
        return portions.isEmpty()
                ? List.of(new Portion(line.model(), empty(line).build()))
                : portions;
    }

    private static Usage.Builder empty(UsageLine line) {
        return Usage.builder().tier(line.usage().tier()).basis(line.usage().basis());
    }
}
