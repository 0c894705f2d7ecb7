package dev.farebox.pricing;

import dev.farebox.money.Credits;
import dev.farebox.usage.Dimension;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Ceilings above which a price is taken for a mistake.
 *
 * @param perToken the most that one token or character may cost
 * @param each the most that one request, image, second or tool call may cost
 */
public record PriceLimits(Credits perToken, Credits each) {
    public static final PriceLimits STANDARD =
            new PriceLimits(Credits.ofWhole(1), Credits.ofWhole(100));

    /** For what was checked when it was published. */
    static final PriceLimits NONE =
            new PriceLimits(Credits.ofNanos(Long.MAX_VALUE), Credits.ofNanos(Long.MAX_VALUE));

    static final int MOST_MODELS = 20_000;
    private static final long HIGHEST_MULTIPLIER = 1_000;
    private static final long MILLION = 1_000_000;

    /** Every price of the draft that is absurd, with its path. */
    List<Issue> check(PriceDraft draft) {
        var issues = new ArrayList<Issue>();
        draft.groups()
                .forEach((name, ratio) -> {
                    if (ratio.numerator() / ratio.denominator() > HIGHEST_MULTIPLIER) {
                        issues.add(
                                new Issue(
                                        0,
                                        "groups." + name,
                                        ratio + " is more than " + HIGHEST_MULTIPLIER));
                    }
                });
        draft.models().forEach((name, model) -> check("models." + name, model, issues));
        return issues;
    }

    /** Whether {@code nanosPerMillion} is a believable rate of the dimension. */
    boolean allows(Dimension dimension, long nanosPerMillion) {
        long ceiling = (RateText.isPerMillion(dimension) ? perToken : each).nanos();
        long one = nanosPerMillion / MILLION;
        return one < ceiling || (one == ceiling && nanosPerMillion % MILLION == 0);
    }

    private void check(String path, ModelPrice model, List<Issue> issues) {
        if (model.standard().price().isEmpty()) {
            issues.add(new Issue(0, path + ".price", "no price at all"));
        }
        check(path, model.standard(), issues);
        model.tiers().forEach((name, tier) -> check(path + ".tiers." + name, tier, issues));
    }

    private void check(String path, Schedule schedule, List<Issue> issues) {
        check(path + ".price", schedule.price(), issues);
        check(path + ".cost", schedule.cost(), issues);
        for (Band band : schedule.bands()) {
            String at = path + ".long_context[" + band.aboveInputTokens() + "]";
            check(at + ".price", band.price(), issues);
            check(at + ".cost", band.cost(), issues);
        }
    }

    private void check(String path, Rates rates, List<Issue> issues) {
        for (Map.Entry<Dimension, Long> rate : rates.nanosPerMillion().entrySet()) {
            Dimension dimension = rate.getKey();
            if (!allows(dimension, rate.getValue())) {
                issues.add(
                        new Issue(
                                0,
                                path + "." + dimension.key(),
                                RateText.format(dimension, rate.getValue())
                                        + " "
                                        + RateText.unit(dimension)
                                        + " is above the ceiling "
                                        + ceiling(dimension)));
            }
        }
    }

    String ceiling(Dimension dimension) {
        return RateText.isPerMillion(dimension)
                ? "of " + perToken + " credits for one"
                : "of " + each + " credits each";
    }
}
