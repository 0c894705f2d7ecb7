package dev.farebox.gateway.route;

import java.util.Arrays;
import java.util.Optional;

/** What a provider does when a stream is broken off before its end. The words are stored. */
public enum OnAbort {
    /** It stops, and bills what it has made: a stream whose client left is broken off. */
    STOPS("stops"),
    /** It bills the whole answer all the same: such a stream is read to its end. */
    BILLS_ON("bills_on");

    private final String word;

    OnAbort(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    public static Optional<OnAbort> ofWord(String word) {
        return Arrays.stream(values()).filter(one -> one.word.equals(word)).findFirst();
    }
}
