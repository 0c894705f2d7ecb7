package dev.farebox.pricing;

import dev.farebox.money.Ratio;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The content of a price book before it has a version.
 *
 * @param title for people
 * @param effectiveFrom when it comes into force; null: when it is published
 * @param groups service groups and their exact multipliers; {@code default} is always there and 1
 * @param models by the name that clients send
 */
public record PriceDraft(
        String title,
        @Nullable Instant effectiveFrom,
        Map<String, Ratio> groups,
        Map<String, ModelPrice> models) {
    public PriceDraft {
        var copy = new TreeMap<>(groups);
        Ratio standard = copy.putIfAbsent(PriceBook.DEFAULT_GROUP, Ratio.ONE);
        if (standard != null && !standard.equals(Ratio.ONE)) {
            throw new IllegalArgumentException("the default group is 1, not " + standard);
        }
        groups = Collections.unmodifiableMap(copy);
        models.forEach((name, model) -> {
            if (!name.equals(model.model())) {
                throw new IllegalArgumentException(name + " is priced as " + model.model());
            }
        });
        models = Collections.unmodifiableMap(new TreeMap<>(models));
    }
}
