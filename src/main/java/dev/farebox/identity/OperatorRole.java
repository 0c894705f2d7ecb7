package dev.farebox.identity;

import java.util.Locale;

/** What an operator token may do. */
public enum OperatorRole {
    /** Everything. */
    ADMIN,
    /** Look, and change nothing. */
    READER;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static OperatorRole ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
