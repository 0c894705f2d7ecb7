package dev.farebox.config;

import dev.farebox.money.Credits;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What values a key takes.
 *
 * @param expected completes the sentence "expected …"
 * @param reader throws {@link IllegalArgumentException} for a value that does not fit
 * @param secret the value is never printed
 * @param quoted written between quotes in YAML
 */
record Kind<T>(String expected, Function<String, T> reader, boolean secret, boolean quoted) {
    private static final Pattern CREDITS = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?");
    private static final int MAX_TEXT = 500;

    T parse(String text) {
        return reader.apply(text);
    }

    static Kind<Integer> whole(int least, int most) {
        return of(
                "a whole number from " + least + " to " + most,
                text -> (int) within(Long.parseLong(text.replace("_", "")), least, most));
    }

    static Kind<Duration> duration(Duration least, Duration most) {
        return of(
                "a duration from %s to %s, such as %s"
                        .formatted(Units.show(least), Units.show(most), Units.show(least)),
                text -> {
                    Duration value = Units.duration(text);
                    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
                        throw new IllegalArgumentException();
                    }
                    return value;
                });
    }

    /** A number of bytes, which fits an int. */
    static Kind<Integer> size(String least, String most) {
        long smallest = Units.bytes(least);
        long largest = Math.min(Integer.MAX_VALUE, Units.bytes(most));
        return of(
                "a size from %s to %s, such as %s".formatted(least, most, least),
                text -> (int) within(Units.bytes(text), smallest, largest));
    }

    static Kind<Long> largeSize(String least, String most) {
        return of(
                "a size from %s to %s, such as %s".formatted(least, most, least),
                text -> within(Units.bytes(text), Units.bytes(least), Units.bytes(most)));
    }

    /** A decimal of the credit asset, zero or more. */
    static Kind<Credits> credits() {
        return new Kind<>(
                "an amount of credit with at most nine decimals, between quotes, such as \"12.5\"",
                text -> {
                    if (!CREDITS.matcher(text).matches()) {
                        throw new IllegalArgumentException();
                    }
                    return Credits.parse(text);
                },
                false,
                true);
    }

    static Kind<String> line() {
        return of(
                "one line of 1 to " + MAX_TEXT + " characters",
                text -> {
                    if (text.isBlank()
                            || text.length() > MAX_TEXT
                            || text.codePoints().anyMatch(Character::isISOControl)) {
                        throw new IllegalArgumentException();
                    }
                    return text.strip();
                });
    }

    static Kind<String> host() {
        return of("a host name or address, such as 127.0.0.1", Kind::hostName);
    }

    static Kind<Path> path() {
        return of("a path", text -> Path.of(line().parse(text)));
    }

    static Kind<ZoneId> zone() {
        return of(
                "a time zone such as Europe/Berlin or UTC",
                text -> {
                    try {
                        return ZoneId.of(text);
                    } catch (java.time.DateTimeException e) {
                        throw new IllegalArgumentException(e);
                    }
                });
    }

    /** A constant, written in small letters. */
    static <E extends Enum<E>> Kind<E> word(Class<E> type) {
        List<E> constants = List.of(type.getEnumConstants());
        List<String> words = constants.stream().map(Kind::wordOf).toList();
        return of(
                "one of " + String.join(", ", words),
                text -> {
                    int at = words.indexOf(text);
                    if (at < 0) {
                        throw new IllegalArgumentException();
                    }
                    return constants.get(at);
                });
    }

    static Kind<Optional<Secret>> secretText() {
        return new Kind<>(
                "a secret of 1 to 65536 characters",
                text -> {
                    if (text.length() > 65_536) {
                        throw new IllegalArgumentException();
                    }
                    return text.isEmpty() ? Optional.empty() : Optional.of(new Secret(text));
                },
                true,
                true);
    }

    /** As {@code this}, or nothing when it is left empty. */
    Kind<Optional<T>> optional() {
        return new Kind<>(
                expected,
                text -> text.isEmpty() ? Optional.empty() : Optional.of(parse(text)),
                secret,
                quoted);
    }

    static <T> Kind<T> of(String expected, Function<String, T> reader) {
        return new Kind<>(expected, reader, false, false);
    }

    static String wordOf(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static long within(long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException();
        }
        return value;
    }

    private static String hostName(String text) {
        if (!text.matches("[A-Za-z0-9._:%-]{1,253}")) {
            throw new IllegalArgumentException();
        }
        return text;
    }
}
