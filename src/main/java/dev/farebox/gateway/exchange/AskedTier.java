package dev.farebox.gateway.exchange;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The service tier of what a request may cost: for its hold, and for an answer that breaks off
 * before it has said how it was served.
 *
 * <p>A dearer tier counts as asked for. A cheaper one counts only when the answer confirms it, for
 * an upstream may serve such a request at its ordinary rates, and whoever leaves early would have
 * the lower price for asking.
 */
public final class AskedTier {
    private static final String PREFIX = "service_tier_";
    private static final int MAX_WORD = 64;
    private static final Set<String> NOT_DEARER =
            Set.of(
                    "",
                    "auto",
                    "default",
                    "standard",
                    "standard_only",
                    "unspecified",
                    "global",
                    "not_available",
                    "flex",
                    "batch",
                    "slow");

    private AskedTier() {}

    /** As a price book names it: several words in alphabetical order with a plus between them. */
    public static String of(String... said) {
        var words = new TreeSet<String>();
        for (String word : said) {
            String lower = word.toLowerCase(Locale.ROOT);
            words.add(lower.startsWith(PREFIX) ? lower.substring(PREFIX.length()) : lower);
        }
        words.removeIf(word -> NOT_DEARER.contains(word) || word.length() > MAX_WORD);
        return String.join("+", words);
    }
}
