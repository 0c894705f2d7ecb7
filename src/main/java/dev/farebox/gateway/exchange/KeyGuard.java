package dev.farebox.gateway.exchange;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Refuses the member names of one object that an upstream could read differently from us: anything
 * twice, and a spelling of a name that we act on which differs only in case.
 *
 * <p>Some upstreams take the first of two equal names and some the last; those written in Go match
 * names without regard to case and fold U+017F to s and U+212A to k. Each of these differences
 * would let a request be admitted as one model and served as another.
 */
public final class KeyGuard {
    private final Set<String> known;
    private final int maxKeys;
    private final Set<String> seen = new HashSet<>();

    public KeyGuard(Set<String> known, int maxKeys) {
        this.known = known;
        this.maxKeys = maxKeys;
    }

    /** What is wrong with this name after the ones before it. */
    public Optional<String> objection(String name) {
        String folded = fold(name);
        if (name.indexOf('\0') >= 0) {
            return Optional.of("A parameter name contains a null character.");
        }
        if (!seen.add(folded)) {
            return Optional.of("Duplicate parameter: '" + shown(name) + "'.");
        }
        if (known.contains(folded) && !name.equals(folded)) {
            return Optional.of(
                    "Unknown parameter: '" + shown(name) + "'. Did you mean '" + folded + "'?");
        }
        if (seen.size() > maxKeys) {
            return Optional.of("More than " + maxKeys + " parameters.");
        }
        return Optional.empty();
    }

    /** The name as it may be said in an answer. */
    public static String shown(String name) {
        String head = name.length() <= 64 ? name : name.substring(0, 64) + "…";
        return head.replaceAll("\\p{Cntrl}|\\p{Cs}", "?");
    }

    private static String fold(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if ((c < 'a' || c > 'z') && c != '_') {
                return foldSlowly(name);
            }
        }
        return name;
    }

    private static String foldSlowly(String name) {
        var folded = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            folded.append(Character.toLowerCase(Character.toUpperCase(name.charAt(i))));
        }
        return folded.toString();
    }
}
