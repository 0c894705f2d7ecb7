package dev.farebox.pricing;

import dev.farebox.money.Credits;
import dev.farebox.money.Ratio;
import dev.farebox.usage.Dimension;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The working of a {@link Rating}, for receipts: lines that anyone can check with a calculator. */
final class RatingText {
    private static final int NANOS_TIMES_MILLION = 15;

    private RatingText() {}

    static List<String> explain(Rating rating) {
        var text = new ArrayList<String>();
        var sum = new ExactSum();
        for (Rating.Line line : rating.lines()) {
            sum.add(line.units(), line.rate());
            // Every exchange is one request; that is news only where a request has a price.
            if (line.priced() || line.dimension() != Dimension.REQUEST) {
                text.add(line(line));
            }
        }
        BigDecimal exact = new BigDecimal(sum.exact(), NANOS_TIMES_MILLION);
        Ratio multiplier = rating.multiplier();
        text.add(
                "sum = " + plain(exact) + (multiplier.equals(Ratio.ONE) ? "" : " × " + multiplier));
        text.add("charge = " + Credits.ofNanos(rating.charge()) + rounding(sum, rating));
        text.add(
                "price book "
                        + rating.priceBook()
                        + (rating.band().isEmpty() ? "" : ", " + rating.band()));
        return List.copyOf(text);
    }

    private static String line(Rating.Line line) {
        String units = String.format(Locale.ROOT, "%,d", line.units());
        if (!line.priced()) {
            return units + " " + line.dimension().key() + " × no price = 0" + model(line);
        }
        var product =
                new BigDecimal(
                        BigInteger.valueOf(line.units()).multiply(BigInteger.valueOf(line.rate())),
                        NANOS_TIMES_MILLION);
        String as = line.ratedAs() == line.dimension() ? "" : " (as " + line.ratedAs().key() + ")";
        return "%s %s × %s %s%s = %s%s"
                .formatted(
                        units,
                        line.dimension().key(),
                        RateText.format(line.dimension(), line.rate()),
                        RateText.unit(line.dimension()),
                        as,
                        plain(product),
                        model(line));
    }

    private static String model(Rating.Line line) {
        return line.model().isEmpty() ? "" : " (" + line.model() + ")";
    }

    private static String rounding(ExactSum sum, Rating rating) {
        BigInteger product =
                sum.exact().multiply(BigInteger.valueOf(rating.multiplier().numerator()));
        BigInteger charged =
                BigInteger.valueOf(rating.charge())
                        .multiply(BigInteger.valueOf(1_000_000))
                        .multiply(BigInteger.valueOf(rating.multiplier().denominator()));
        return product.equals(charged) ? "" : " (rounded half-even to 9 decimals)";
    }

    private static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}
