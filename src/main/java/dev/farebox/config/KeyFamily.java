package dev.farebox.config;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Keys that are given once for each name that an operator chooses, for example {@code
 * limits.groups.free.customer_requests_per_minute}. In a file or on the command line only: a
 * variable of the environment could not say where the name ends.
 *
 * @param under what stands before the name, for example {@code limits.groups}
 * @param keys whose name has {@link #NAME} where the chosen one belongs
 */
record KeyFamily(String under, String description, List<Key<?>> keys) {
    static final String NAME = "NAME";
    private static final Pattern CHOSEN = Pattern.compile("[a-z0-9][a-z0-9_-]{0,39}");

    KeyFamily {
        keys = List.copyOf(keys);
        for (Key<?> key : keys) {
            if (!key.name().startsWith(under + "." + NAME + ".")) {
                throw new IllegalStateException(key.name() + " is not under " + under);
            }
        }
    }

    /** The name that {@code key} was chosen, when it is under this family and may be one. */
    Optional<String> chosen(String key) {
        if (!key.startsWith(under + ".")) {
            return Optional.empty();
        }
        String rest = key.substring(under.length() + 1);
        int end = rest.indexOf('.');
        String name = end < 0 ? rest : rest.substring(0, end);
        return Optional.of(name).filter(one -> CHOSEN.matcher(one).matches());
    }

    /** The keys for one name. */
    List<Key<?>> keysOf(String name) {
        return keys.stream().<Key<?>>map(key -> of(name, key)).toList();
    }

    static <T> Key<T> of(String name, Key<T> key) {
        return new Key<>(
                key.name().replace("." + NAME + ".", "." + name + "."),
                key.kind(),
                key.defaultText(),
                key.example(),
                key.description());
    }

    /** Whether {@code name} is where keys stand below: the family itself or one chosen name. */
    boolean holdsKeys(String name) {
        return name.equals(under)
                || chosen(name).map(one -> name.equals(under + "." + one)).orElse(false);
    }
}
