package dev.farebox.pricing;

import dev.farebox.usage.Dimension;

/**
 * The rate of every dimension once the fallbacks are resolved, so that rating is array look-ups.
 *
 * <p>A dimension without its own rate takes that of the broader class it belongs to: a cached token
 * is an input token, a 1-hour cache write a cache write, reasoning is output. Requests, images,
 * seconds, characters and tool calls belong to none: without a rate they are rated 0 and marked.
 */
final class RateCard {
    private static final Dimension[] ALL = Dimension.values();

    private final String band;
    private final long[] price = new long[ALL.length];
    private final long[] cost = new long[ALL.length];
    private final Dimension[] ratedAs = ALL.clone();
    private final boolean[] priced = new boolean[ALL.length];

    RateCard(String band, Rates prices, Rates costs) {
        this.band = band;
        for (Dimension dimension : ALL) {
            int i = dimension.ordinal();
            Dimension source = source(dimension, prices);
            Long rate = prices.nanosPerMillion().get(source);
            priced[i] = rate != null;
            ratedAs[i] = rate == null ? dimension : source;
            price[i] = rate == null ? 0 : rate;
            cost[i] = costs.nanosPerMillion().getOrDefault(source(dimension, costs), 0L);
        }
    }

    /** Which rates these are: empty for the standard ones. */
    String band() {
        return band;
    }

    long price(Dimension dimension) {
        return price[dimension.ordinal()];
    }

    /** Of all that a token of an answer can be. */
    long dearestOutput() {
        long dearest = 0;
        for (Dimension dimension : ALL) {
            if (dimension.isOutputToken()) {
                dearest = Math.max(dearest, price(dimension));
            }
        }
        return dearest;
    }

    long cost(Dimension dimension) {
        return cost[dimension.ordinal()];
    }

    Rating.Line line(Dimension dimension, long units) {
        int i = dimension.ordinal();
        return new Rating.Line(dimension, units, price[i], ratedAs[i], priced[i], 0, "");
    }

    /** The first of the dimension and its broader classes that has a rate, or the broadest. */
    private static Dimension source(Dimension dimension, Rates rates) {
        Dimension at = dimension;
        while (!rates.nanosPerMillion().containsKey(at)) {
            Dimension broader = broader(at);
            if (broader == at) {
                return at;
            }
            at = broader;
        }
        return at;
    }

    private static Dimension broader(Dimension dimension) {
        return switch (dimension) {
            case CACHE_WRITE_1H, CACHE_WRITE_30M, CACHE_WRITE_12H -> Dimension.CACHE_WRITE;
            case CACHED_INPUT,
                    CACHE_WRITE,
                    INPUT_AUDIO,
                    INPUT_IMAGE,
                    INPUT_VIDEO,
                    INPUT_TOOL_RESULT ->
                    Dimension.INPUT;
            case REASONING, OUTPUT_AUDIO, OUTPUT_IMAGE -> Dimension.OUTPUT;
            case INPUT,
                    OUTPUT,
                    REQUEST,
                    IMAGE,
                    SECOND,
                    CHARACTER,
                    WEB_SEARCH,
                    WEB_FETCH,
                    CODE_EXECUTION,
                    FILE_SEARCH,
                    GROUNDING ->
                    dimension;
        };
    }
}
