package dev.farebox.identity;

import java.util.Locale;

/** Whether a customer's keys work. Whatever it is, the credit stays the customer's. */
public enum CustomerState {
    ACTIVE,
    /** No key works; can become active again. */
    SUSPENDED,
    /** No key works and none can be issued; for ever. */
    CLOSED;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static CustomerState ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
