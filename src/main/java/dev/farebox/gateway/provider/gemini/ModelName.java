package dev.farebox.gateway.provider.gemini;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a model's name says about how it is asked: generations differ in how thinking is set and in
 * whether signatures are demanded.
 *
 * @param generation 0 where the name does not say it
 * @param minor behind the point, 0 where there is none
 * @param pro whether it is one of the large ones, which always think
 */
record ModelName(int generation, int minor, boolean pro) {
    private static final Pattern NUMBERED =
            Pattern.compile("gemini-(\\d{1,2})(?:\\.(\\d{1,2}))?(-.*)?");

    /** Without number these are whatever is newest. */
    private static final Pattern LATEST = Pattern.compile("gemini-(pro|flash|flash-lite)-latest");

    static ModelName of(String name) {
        String last = name.substring(name.lastIndexOf('/') + 1);
        Matcher numbered = NUMBERED.matcher(last);
        if (numbered.matches()) {
            String minor = numbered.group(2);
            return new ModelName(
                    Integer.parseInt(numbered.group(1)),
                    minor == null ? 0 : Integer.parseInt(minor),
                    last.contains("-pro"));
        }
        return LATEST.matcher(last).matches()
                ? new ModelName(3, 9, last.contains("-pro"))
                : new ModelName(0, 0, false);
    }

    /** From the third generation on: levels of thinking, ids of calls, signatures demanded. */
    boolean isModern() {
        return generation >= 3;
    }

    boolean thinks() {
        return generation >= 3 || (generation == 2 && minor >= 5);
    }
}
