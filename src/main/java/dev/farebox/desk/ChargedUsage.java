package dev.farebox.desk;

import dev.farebox.ledger.UsageLine;
import dev.farebox.usage.Dimension;
import dev.farebox.usage.Usage;
import tools.jackson.databind.JsonNode;

/** What of a usage line the customer pays for: a rule may charge less or more than was consumed. */
public final class ChargedUsage {
    private ChargedUsage() {}

    public static Usage of(UsageLine line, JsonNode detail) {
        if (!detail.has("rule")) {
            return line.usage();
        }
        var charged = Usage.builder().tier(line.usage().tier()).basis(line.usage().basis());
        for (JsonNode one : detail.path("lines")) {
            Dimension.ofKey(one.path("dimension").asString(""))
                    .ifPresent(dimension -> charged.set(dimension, one.path("units").asLong(0)));
        }
        return charged.build();
    }
}
