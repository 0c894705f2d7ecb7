package dev.farebox.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads and shows durations ({@code 250ms}, {@code 30s}) and sizes ({@code 32MiB}). */
public final class Units {
    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,12}) ?([A-Za-z]{1,3})");

    private Units() {}

    /**
     * @throws IllegalArgumentException for text that is not a duration
     */
    public static Duration duration(String text) {
        Matcher amount = amount(text);
        long count = Long.parseLong(amount.group(1));
        return switch (amount.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            case "d" -> Duration.ofDays(count);
            default -> throw new IllegalArgumentException("no such unit of time: " + text);
        };
    }

    static long bytes(String text) {
        Matcher amount = amount(text);
        long count = Long.parseLong(amount.group(1));
        return switch (amount.group(2)) {
            case "B" -> count;
            case "KiB" -> Math.multiplyExact(count, 1L << 10);
            case "MiB" -> Math.multiplyExact(count, 1L << 20);
            case "GiB" -> Math.multiplyExact(count, 1L << 30);
            default -> throw new IllegalArgumentException("no such unit of size: " + text);
        };
    }

    public static String show(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1000;
        if (seconds == 0 || seconds % 60 != 0) {
            return seconds + "s";
        }
        if (seconds % 3600 != 0) {
            return seconds / 60 + "m";
        }
        return seconds % 86_400 == 0 ? seconds / 86_400 + "d" : seconds / 3600 + "h";
    }

    private static Matcher amount(String text) {
        Matcher matcher = AMOUNT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a number with a unit: " + text);
        }
        return matcher;
    }
}
