package dev.farebox.pricing;

import dev.farebox.money.Ratio;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One version of the prices, immutable for ever. A model that is not in it gets no service.
 *
 * <p>The hash is SHA-256, in hex, of the canonical text of the content ({@link PriceBookText}); the
 * version and the effective date are not part of it.
 */
public final class PriceBook {
    public static final String DEFAULT_GROUP = "default";

    private final int version;
    private final Instant effectiveFrom;
    private final String hash;
    private final PriceDraft content;
    private final Map<String, RateCards> cards;

    PriceBook(int version, Instant effectiveFrom, String hash, PriceDraft content) {
        this.version = version;
        this.effectiveFrom = effectiveFrom;
        this.hash = hash;
        this.content = content;
        var resolved = HashMap.<String, RateCards>newHashMap(content.models().size());
        content.models().forEach((name, price) -> resolved.put(name, RateCards.of(price)));
        cards = resolved;
    }

    /** A book that is in no database, for tests, quotes and simulations. */
    public static PriceBook unpublished(int version, Instant effectiveFrom, PriceDraft content) {
        return new PriceBook(version, effectiveFrom, PriceBookText.hash(content), content);
    }

    public int version() {
        return version;
    }

    public Instant effectiveFrom() {
        return effectiveFrom;
    }

    public String hash() {
        return hash;
    }

    public String title() {
        return content.title();
    }

    public Map<String, ModelPrice> models() {
        return content.models();
    }

    public Map<String, Ratio> groups() {
        return content.groups();
    }

    public PriceDraft content() {
        return content;
    }

    /** Empty: the model is not sold. */
    public Optional<ModelPrice> find(String model) {
        return Optional.ofNullable(content.models().get(model));
    }

    /** The multiplier of a group; one that the book does not list pays the full price. */
    public Ratio multiplier(String group) {
        return content.groups().getOrDefault(group, Ratio.ONE);
    }

    RateCards cards(String model) {
        @Nullable RateCards found = cards.get(model);
        if (found == null) {
            throw new IllegalArgumentException(
                    "price book " + version + " has no price for " + model);
        }
        return found;
    }

    @Override
    public String toString() {
        return "price book "
                + version
                + " ("
                + models().size()
                + " models, from "
                + effectiveFrom
                + ")";
    }
}
