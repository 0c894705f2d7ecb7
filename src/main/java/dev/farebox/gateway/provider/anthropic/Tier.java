package dev.farebox.gateway.provider.anthropic;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * How an answer was served, as one word for the price book: what is not standard of the service
 * tier ({@code priority}, {@code batch}), the speed ({@code fast}) and the region of inference
 * ({@code us}). Several stand in alphabetical order with a plus between them: {@code fast+us}.
 */
final class Tier {
    private static final int MAX_WORD = 32;
    private static final Set<String> STANDARD =
            Set.of("", "standard", "standard_only", "default", "auto", "global", "not_available");

    private Tier() {}

    static String of(Counts counts) {
        var words = new TreeSet<String>();
        words.add(word(counts.tier));
        words.add(word(counts.speed));
        words.add(word(counts.geo));
        words.removeAll(STANDARD);
        return String.join("+", words);
    }

    private static String word(String said) {
        String plain = said.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_.-]", "_");
        return plain.length() > MAX_WORD ? plain.substring(0, MAX_WORD) : plain;
    }
}
