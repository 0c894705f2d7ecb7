package dev.farebox.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.money.Ratio;
import dev.farebox.testkit.Proves;
import dev.farebox.usage.Dimension;
import dev.farebox.usage.Usage;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The rater against a second, slow one that only knows decimals and the documented rules. */
@Proves("CRD-1")
class NaiveRatingTest {
    private static final int BOOKS = 100;
    private static final int USAGES_PER_BOOK = 1_000;
    private static final List<String> GROUPS = List.of("default", "a", "b", "c");
    private static final List<String> TIERS = List.of("", "flex", "priority", "other");
    private static final Map<String, String> BROADER =
            Map.ofEntries(
                    Map.entry("cached_input", "input"),
                    Map.entry("cache_write", "input"),
                    Map.entry("cache_write_1h", "cache_write"),
                    Map.entry("cache_write_30m", "cache_write"),
                    Map.entry("cache_write_12h", "cache_write"),
                    Map.entry("input_audio", "input"),
                    Map.entry("input_image", "input"),
                    Map.entry("input_video", "input"),
                    Map.entry("input_tool_result", "input"),
                    Map.entry("reasoning", "output"),
                    Map.entry("output_audio", "output"),
                    Map.entry("output_image", "output"));

    @Test
    void a_hundred_thousand_random_usages_rate_as_the_naive_rater_says() {
        long seed = Long.getLong("farebox.seed", System.nanoTime());
        RandomGenerator random = new Random(seed);
        int wide = 0;
        for (int i = 0; i < BOOKS; i++) {
            PriceBook book = book(random);
            for (int j = 0; j < USAGES_PER_BOOK; j++) {
                Usage usage = usage(random);
                String group = GROUPS.get(random.nextInt(GROUPS.size()));
                String context = "seed " + seed + " book " + i + " " + usage + " group " + group;
                BigInteger expected = naive(book, usage, group);
                if (expected.bitLength() < 64) {
                    Rating rating = Rater.rate(book, "m", usage, group);
                    assertThat(rating.charge()).as(context).isEqualTo(expected.longValueExact());
                } else {
                    wide++;
                    org.assertj.core.api.Assertions.assertThatThrownBy(
                                    () -> Rater.rate(book, "m", usage, group))
                            .as(context)
                            .isInstanceOf(ArithmeticException.class);
                }
            }
        }
        assertThat(wide).as("seed %s: overflow is met, but not always", seed).isBetween(1, 50_000);
    }

    private static BigInteger naive(PriceBook book, Usage usage, String group) {
        ModelPrice model = book.find("m").orElseThrow();
        var rates = new TreeMap<String, BigDecimal>();
        put(rates, model.standard().price());
        Schedule schedule = model.tiers().getOrDefault(usage.tier(), model.standard());
        put(rates, schedule.price());
        long input = 0;
        for (Dimension dimension : Dimension.values()) {
            input += dimension.isInputToken() ? usage.units(dimension) : 0;
        }
        for (Band band : schedule.bands()) {
            if (input > band.aboveInputTokens()) {
                put(rates, band.price());
            }
        }
        BigDecimal sum = BigDecimal.ZERO;
        for (Dimension dimension : Dimension.values()) {
            String key = dimension.key();
            while (key != null && !rates.containsKey(key)) {
                key = BROADER.get(key);
            }
            BigDecimal rate =
                    key == null ? BigDecimal.ZERO : rates.getOrDefault(key, BigDecimal.ZERO);
            sum = sum.add(rate.multiply(BigDecimal.valueOf(usage.units(dimension))));
        }
        Ratio ratio = Objects.requireNonNull(book.groups().get(group));
        return sum.multiply(BigDecimal.valueOf(ratio.numerator()))
                .divide(
                        BigDecimal.valueOf(ratio.denominator())
                                .multiply(BigDecimal.valueOf(1_000_000)),
                        0,
                        RoundingMode.HALF_EVEN)
                .toBigInteger();
    }

    private static void put(Map<String, BigDecimal> into, Rates rates) {
        rates.nanosPerMillion()
                .forEach((dimension, rate) -> into.put(dimension.key(), BigDecimal.valueOf(rate)));
    }

    private static PriceBook book(RandomGenerator random) {
        var groups = new TreeMap<String, Ratio>();
        for (String group : GROUPS.subList(1, GROUPS.size())) {
            groups.put(
                    group, new Ratio(random.nextLong(1, 100), random.nextLong(1, 1_000_000_000)));
        }
        var tiers = Map.of("flex", schedule(random, true), "priority", schedule(random, false));
        var model = new ModelPrice("m", schedule(random, true), tiers, 0, 0);
        var draft = new PriceDraft("random", null, groups, Map.of("m", model));
        return PriceBook.unpublished(1, PriceSamples.DAY_ONE, draft);
    }

    private static Schedule schedule(RandomGenerator random, boolean banded) {
        var bands = new ArrayList<Band>();
        if (banded) {
            bands.add(new Band(1_000, rates(random, 3), Rates.NONE));
            bands.add(new Band(50_000, rates(random, 3), Rates.NONE));
        }
        return new Schedule(rates(random, 2), Rates.NONE, bands);
    }

    /** One dimension in {@code oneIn} has a rate; some are huge. */
    private static Rates rates(RandomGenerator random, int oneIn) {
        var rates = new EnumMap<Dimension, Long>(Dimension.class);
        for (Dimension dimension : Dimension.values()) {
            if (random.nextInt(oneIn) == 0) {
                long bound = random.nextInt(20) == 0 ? Long.MAX_VALUE : 20_000_000_000L;
                rates.put(dimension, random.nextInt(6) == 0 ? 0 : random.nextLong(bound));
            }
        }
        return new Rates(rates);
    }

    private static Usage usage(RandomGenerator random) {
        var usage = Usage.builder().tier(TIERS.get(random.nextInt(TIERS.size())));
        for (Dimension dimension : Dimension.values()) {
            if (random.nextInt(3) == 0) {
                usage.set(dimension, random.nextLong(1L << random.nextInt(1, 36)));
            }
        }
        return usage.build();
    }
}
