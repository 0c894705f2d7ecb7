package dev.farebox.gateway;

import dev.farebox.pricing.Portion;
import dev.farebox.pricing.PriceBook;
import dev.farebox.pricing.Rater;
import dev.farebox.pricing.Rating;
import dev.farebox.usage.Usage;
import java.util.List;

/** The prices that one exchange began with and is charged by: a new book changes nothing in it. */
record Tariff(PriceBook book, String model, String group) {
    /** How much to hold, nano-credits; at least 1, so that a free model too needs an account. */
    long bound(Foreseen foreseen) {
        return Math.max(1, Rater.bound(book, model, foreseen.with(foreseen.outputTokens()), group));
    }

    long charge(Usage usage) {
        return Rater.charge(book, model, usage, group);
    }

    Rating rate(Usage usage) {
        return Rater.rate(book, model, usage, group);
    }

    /** Each portion by its own model, or by the requested one where that has no price. */
    Rating rate(List<Portion> portions) {
        return Rater.rate(book, portions, book.multiplier(group));
    }

    boolean prices(String other) {
        return book.find(other).isPresent();
    }
}
