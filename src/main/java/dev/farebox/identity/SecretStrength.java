package dev.farebox.identity;

import java.util.HashSet;
import java.util.Optional;

/**
 * The rule by which a secret made elsewhere may become a key. It must
 *
 * <ul>
 *   <li>be 22 to 512 visible ASCII characters without blanks;
 *   <li>hold 128 bits after its vendor prefix ({@code sk-}): length times the bits of its alphabet,
 *       which is digits, hexadecimal, letters of one case, letters and digits of one case, letters
 *       and digits, or all of ASCII;
 *   <li>not repeat itself: at least half of its neighbouring pairs differ from each other;
 *   <li>not count: at most half of its characters follow or equal the one before.
 * </ul>
 *
 * A rule can refuse what is surely weak; that the rest was made by a random source is the
 * operator's word.
 */
final class SecretStrength {
    static final int SHORTEST = 22;
    static final int LONGEST = 512;
    private static final int NEEDED_CENTIBITS = 128 * 100;

    private SecretStrength() {}

    /** What is wrong with it, as the end of a sentence that begins "the secret"; or nothing. */
    static Optional<String> weakness(String secret) {
        if (secret.length() < SHORTEST || secret.length() > LONGEST) {
            return Optional.of("must have %d to %d characters".formatted(SHORTEST, LONGEST));
        }
        if (!secret.chars().allMatch(c -> c > ' ' && c < 127)) {
            return Optional.of("may hold visible ASCII characters alone, and no blank");
        }
        String random = secret.replaceFirst("^[A-Za-z]{1,8}[-_]", "");
        if (random.length() * centibitsOfAlphabet(random) < NEEDED_CENTIBITS) {
            return Optional.of("is too short: its alphabet and length hold less than 128 bits");
        }
        if (repeats(random) || counts(random)) {
            return Optional.of("repeats a pattern, so it can be guessed");
        }
        return Optional.empty();
    }

    /** Hundredths of a bit that one character holds, rounded down. */
    private static int centibitsOfAlphabet(String text) {
        boolean upper = text.chars().anyMatch(c -> c >= 'A' && c <= 'Z');
        boolean lower = text.chars().anyMatch(c -> c >= 'a' && c <= 'z');
        boolean digit = text.chars().anyMatch(c -> c >= '0' && c <= '9');
        boolean other = text.chars().anyMatch(c -> !isLetterOrDigit(c));
        if (other) {
            return 600;
        }
        if (upper && lower) {
            return digit ? 595 : 570;
        }
        if (!upper && !lower) {
            return 332;
        }
        boolean hex = text.matches("[0-9a-f]*|[0-9A-F]*");
        if (hex) {
            return 400;
        }
        return digit ? 516 : 470;
    }

    private static boolean isLetterOrDigit(int c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }

    private static boolean repeats(String text) {
        var pairs = new HashSet<String>();
        for (int i = 1; i < text.length(); i++) {
            pairs.add(text.substring(i - 1, i + 1));
        }
        int longestOfInterest = Math.min(text.length() - 1, 100);
        return pairs.size() * 2 < longestOfInterest;
    }

    private static boolean counts(String text) {
        int steps = 0;
        for (int i = 1; i < text.length(); i++) {
            if (Math.abs(text.charAt(i) - text.charAt(i - 1)) <= 1) {
                steps++;
            }
        }
        return steps * 2 > text.length();
    }
}
