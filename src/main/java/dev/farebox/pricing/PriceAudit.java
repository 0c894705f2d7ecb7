package dev.farebox.pricing;

import dev.farebox.money.Ratio;
import dev.farebox.usage.Usage;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Re-rates what was charged earlier. Pure: the books' verification calls it for each usage line
 * that was charged by its usage.
 */
public final class PriceAudit {
    private PriceAudit() {}

    /**
     * What a usage line states.
     *
     * @param charge nano-credits that the line says the usage costs
     */
    public record Facts(List<Portion> portions, int priceBook, Ratio multiplier, long charge) {
        public Facts {
            portions = List.copyOf(portions);
        }

        public Facts(String model, Usage usage, int priceBook, Ratio multiplier, long charge) {
            this(List.of(new Portion(model, usage)), priceBook, multiplier, charge);
        }
    }

    /**
     * Empty when {@code book} gives exactly the recorded charge; otherwise what is wrong, in words.
     */
    public static Optional<String> difference(PriceBook book, Facts facts) {
        if (book.version() != facts.priceBook()) {
            return Optional.of(
                    "was rated by price book "
                            + facts.priceBook()
                            + " and is checked against "
                            + book.version());
        }
        for (Portion portion : facts.portions()) {
            if (book.find(portion.model()).isEmpty()) {
                return Optional.of(
                        "price book " + book.version() + " has no price for " + portion.model());
            }
        }
        long charge;
        try {
            charge = Rater.rate(book, facts.portions(), facts.multiplier()).charge();
        } catch (ArithmeticException e) {
            return Optional.of("the charge does not fit in 64 bits: " + e.getMessage());
        }
        return charge == facts.charge()
                ? Optional.empty()
                : Optional.of(
                        "charged %d nano-credits where price book %d gives %d for %s"
                                .formatted(facts.charge(), book.version(), charge, usages(facts)));
    }

    private static String usages(Facts facts) {
        return facts.portions().stream()
                .map(portion -> portion.usage().toString())
                .collect(Collectors.joining(" and "));
    }
}
