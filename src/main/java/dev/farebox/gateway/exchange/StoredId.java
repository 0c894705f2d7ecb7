package dev.farebox.gateway.exchange;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of something that an upstream keeps for a client. It means something only at the channel
 * that gave it.
 */
public record StoredId(Kind kind, String id) {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.\\-]{0,199}");

    /** What is kept. The word stands in the database. */
    public enum Kind {
        RESPONSE,
        /** One item of a response's output, which later requests may name instead of repeating. */
        ITEM,
        FILE;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Empty where it could not stand in a path as it is: no upstream gives such names. */
    public static Optional<StoredId> of(Kind kind, String id) {
        return PLAIN.matcher(id).matches() ? Optional.of(new StoredId(kind, id)) : Optional.empty();
    }
}
