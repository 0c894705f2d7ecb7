package dev.farebox.gateway.wire.gemini;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The member names of one proto-JSON object: camel case and snake case are the same member.
 *
 * <p>Refuses what an upstream could read differently from us: a member twice, in whichever
 * spelling, and a spelling of a name that we act on which is neither of the two. Each such
 * difference would let a request be admitted as one thing and served as another.
 */
final class ProtoNames {
    /** The members that we act on. */
    private static final Set<String> KNOWN =
            Set.of(
                    "model",
                    "contents",
                    "content",
                    "systemInstruction",
                    "tools",
                    "toolConfig",
                    "generationConfig",
                    "cachedContent",
                    "generateContentRequest",
                    "requests",
                    "maxOutputTokens",
                    "candidateCount",
                    "responseSchema",
                    "responseJsonSchema");

    private static final Map<String, String> BY_FOLDED = new HashMap<>();

    static {
        for (String name : KNOWN) {
            BY_FOLDED.put(fold(name), name);
        }
    }

    private final int maxKeys;
    private final Set<String> seen = new HashSet<>();

    ProtoNames(int maxKeys) {
        this.maxKeys = maxKeys;
    }

    /** What is wrong with this name after the ones before it. */
    Optional<String> objection(String name) {
        if (name.indexOf('\0') >= 0) {
            return Optional.of("A field name contains a null character.");
        }
        String folded = fold(name);
        if (!seen.add(folded)) {
            return Optional.of("Duplicate field: '" + shown(name) + "'.");
        }
        String known = BY_FOLDED.get(folded);
        if (known != null && !name.equals(known) && !name.equals(snake(known))) {
            return Optional.of(
                    "Unknown field: '" + shown(name) + "'. Did you mean '" + known + "'?");
        }
        if (seen.size() > maxKeys) {
            return Optional.of("More than " + maxKeys + " fields.");
        }
        return Optional.empty();
    }

    /** The camel case of a name in either spelling. */
    static String camel(String name) {
        if (name.indexOf('_') < 0) {
            return name;
        }
        var camel = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c != '_' || camel.isEmpty()) {
                camel.append(c);
            } else if (i + 1 < name.length()) {
                i++;
                camel.append(Character.toUpperCase(name.charAt(i)));
            }
        }
        return camel.toString();
    }

    /** The name as it may be said in an answer. */
    static String shown(String name) {
        String head = name.length() <= 64 ? name : name.substring(0, 64) + "…";
        return head.replaceAll("\\p{Cntrl}|\\p{Cs}", "?");
    }

    static String snake(String camel) {
        return camel.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    /** The same for all spellings that any reader could take for the same name. */
    private static String fold(String name) {
        var folded = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c != '_') {
                folded.append(Character.toLowerCase(Character.toUpperCase(c)));
            }
        }
        return folded.toString();
    }
}
