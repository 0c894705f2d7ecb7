package dev.farebox.pricing;

import dev.farebox.money.Ratio;
import dev.farebox.usage.Dimension;
import dev.farebox.usage.Usage;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Rating: usage to charge. Pure; the same arguments give the same result for ever.
 *
 * <p>All amounts are nano-credits. Nothing here decides whether a usage is charged at all.
 */
public final class Rater {
    private static final Dimension[] DIMENSIONS = Dimension.values();

    private Rater() {}

    /**
     * Rates {@code usage} for a customer of {@code group}; a group that the book does not list pays
     * the full price.
     *
     * @throws IllegalArgumentException when the book has no price for the model
     * @throws ArithmeticException when the charge or cost does not fit in 64 bits
     */
    public static Rating rate(PriceBook book, String model, Usage usage, String group) {
        return rate(book, model, usage, book.multiplier(group));
    }

    /** The same by a multiplier that was recorded earlier. */
    public static Rating rate(PriceBook book, String model, Usage usage, Ratio multiplier) {
        return rate(book, List.of(new Portion(model, usage)), multiplier, false);
    }

    /**
     * Rates each portion by its own model, and names it in the working; all of them are summed
     * before the one rounding.
     *
     * @param portions at least one
     */
    public static Rating rate(PriceBook book, List<Portion> portions, Ratio multiplier) {
        return rate(book, portions, multiplier, true);
    }

    private static Rating rate(
            PriceBook book, List<Portion> portions, Ratio multiplier, boolean naming) {
        var lines = new ArrayList<Rating.Line>();
        var bands = new LinkedHashSet<String>();
        var price = new ExactSum();
        var cost = new ExactSum();
        for (int number = 0; number < portions.size(); number++) {
            Portion portion = portions.get(number);
            Usage usage = portion.usage();
            RateCards cards = book.cards(portion.model());
            RateCard card = cards.choose(usage.tier(), usage.inputTokens());
            String named = naming ? portion.model() : "";
            for (Dimension dimension : DIMENSIONS) {
                long units = usage.units(dimension);
                if (units != 0) {
                    price.add(units, card.price(dimension));
                    cost.add(units, card.cost(dimension));
                    lines.add(card.line(dimension, units).of(number, named));
                }
            }
            bands.add(cards.band(usage.tier(), card));
        }
        bands.remove("");
        return new Rating(
                book.version(),
                price.halfEven(multiplier),
                cost.halfEven(Ratio.ONE),
                multiplier,
                String.join(", ", bands),
                lines);
    }

    /** The charge alone, without its working: for metering a stream under way. */
    public static long charge(PriceBook book, String model, Usage usage, String group) {
        RateCard card = book.cards(model).choose(usage.tier(), usage.inputTokens());
        var price = new ExactSum();
        for (Dimension dimension : DIMENSIONS) {
            long units = usage.units(dimension);
            if (units != 0) {
                price.add(units, card.price(dimension));
            }
        }
        return price.halfEven(book.multiplier(group));
    }

    /**
     * What a request may cost at most when it consumes {@code estimate}: how much to hold. Output
     * counts at the dearest of the rates of text, reasoning, sound and pictures, because the split
     * is not known yet; the result is rounded up. Tool calls and the request itself count as far as
     * {@code estimate} has them.
     *
     * @throws IllegalArgumentException when the book has no price for the model
     * @throws ArithmeticException when it does not fit in 64 bits
     */
    public static long bound(PriceBook book, String model, Usage estimate, String group) {
        RateCard card = book.cards(model).choose(estimate.tier(), estimate.inputTokens());
        var price = new ExactSum();
        for (Dimension dimension : DIMENSIONS) {
            long units = estimate.units(dimension);
            if (units != 0) {
                long rate = card.price(dimension);
                if (dimension == Dimension.OUTPUT) {
                    rate = card.dearestOutput();
                }
                price.add(units, rate);
            }
        }
        return price.up(book.multiplier(group));
    }

    /** The same for one request of so many input and output tokens. */
    public static long bound(
            PriceBook book, String model, long inputTokens, long outputTokens, String group) {
        Usage estimate =
                Usage.builder()
                        .set(Dimension.INPUT, inputTokens)
                        .set(Dimension.OUTPUT, outputTokens)
                        .set(Dimension.REQUEST, 1)
                        .basis(Usage.Basis.ESTIMATED)
                        .build();
        return bound(book, model, estimate, group);
    }
}
