package dev.farebox.pricing;

import dev.farebox.usage.Dimension;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a key of the community price file means: a dimension, a service tier, a long-context band.
 *
 * <p>A key is a stem and any number of endings, in any order, as the file writes them: {@code
 * input_cost_per_token_above_272k_tokens_priority}. Facts from the file's own specification and
 * schema as of November 2026.
 *
 * @param places decimal places from the file's unit to nano-credits per million units
 * @param tier empty for the standard one
 * @param above 0, or the input tokens above which it applies
 */
record PriceFileKey(Dimension dimension, int places, String tier, long above) {
    /** From credits for one unit to nano-credits for a million. */
    private static final int ONE = 15;

    private static final int THOUSAND = 12;

    private static final Pattern FORM =
            Pattern.compile(
                    "(.+?)((?:_above_\\d{1,6}k_tokens|_priority|_flex|_batches|_fast|_ultrafast)*)");
    private static final Pattern ABOVE = Pattern.compile("_above_(\\d+)k_tokens");
    private static final Pattern TIER = Pattern.compile("_(priority|flex|batches|fast|ultrafast)");

    private static final Map<String, Dimension> STEMS =
            Map.ofEntries(
                    Map.entry("input_cost_per_token", Dimension.INPUT),
                    Map.entry("output_cost_per_token", Dimension.OUTPUT),
                    Map.entry("output_cost_per_reasoning_token", Dimension.REASONING),
                    Map.entry("cache_read_input_token_cost", Dimension.CACHED_INPUT),
                    Map.entry("input_cost_per_token_cache_hit", Dimension.CACHED_INPUT),
                    Map.entry("cache_creation_input_token_cost", Dimension.CACHE_WRITE),
                    Map.entry(
                            "cache_creation_input_token_cost_above_1hr", Dimension.CACHE_WRITE_1H),
                    Map.entry("input_cost_per_audio_token", Dimension.INPUT_AUDIO),
                    Map.entry("output_cost_per_audio_token", Dimension.OUTPUT_AUDIO),
                    Map.entry("input_cost_per_image_token", Dimension.INPUT_IMAGE),
                    Map.entry("output_cost_per_image_token", Dimension.OUTPUT_IMAGE),
                    Map.entry("input_cost_per_video_token", Dimension.INPUT_VIDEO),
                    Map.entry("output_cost_per_image", Dimension.IMAGE),
                    Map.entry("input_cost_per_request", Dimension.REQUEST),
                    Map.entry("input_cost_per_second", Dimension.SECOND),
                    Map.entry("output_cost_per_second", Dimension.SECOND),
                    Map.entry("input_cost_per_character", Dimension.CHARACTER),
                    Map.entry("output_cost_per_character", Dimension.CHARACTER),
                    Map.entry("code_interpreter_cost_per_session", Dimension.CODE_EXECUTION),
                    Map.entry("file_search_cost_per_1k_calls", Dimension.FILE_SEARCH));

    /** Empty for a key that no price book can state, or that is no price at all. */
    static Optional<PriceFileKey> of(String key) {
        Matcher form = FORM.matcher(key);
        if (!form.matches()) {
            return Optional.empty();
        }
        Dimension dimension = STEMS.get(form.group(1));
        Optional<Long> above = only(ABOVE, form.group(2), "0").map(k -> Long.parseLong(k) * 1_000);
        Optional<String> tier = only(TIER, form.group(2), "");
        if (dimension == null || above.isEmpty() || tier.isEmpty()) {
            return Optional.empty();
        }
        int places = dimension == Dimension.FILE_SEARCH ? THOUSAND : ONE;
        String named = tier.get().equals("batches") ? "batch" : tier.get();
        return Optional.of(new PriceFileKey(dimension, places, named, above.get()));
    }

    static PriceFileKey standard(Dimension dimension) {
        return new PriceFileKey(dimension, ONE, "", 0);
    }

    PriceFileKey aboveTokens(long tokens) {
        return new PriceFileKey(dimension, places, tier, tokens);
    }

    /** Whether an unread key looks as if it stated a price, so that the report must name it. */
    static boolean looksLikeAPrice(String key) {
        return key.contains("cost")
                || key.contains("price")
                || key.contains("pricing")
                || key.contains("multiplier")
                || key.equals("provider_specific_entry");
    }

    /** The one ending of a kind, {@code none} when there is none; empty when there are several. */
    private static Optional<String> only(Pattern ending, String endings, String none) {
        var found = ending.matcher(endings).results().map(match -> match.group(1)).toList();
        return switch (found.size()) {
            case 0 -> Optional.of(none);
            case 1 -> Optional.of(found.getFirst());
            default -> Optional.empty();
        };
    }
}
