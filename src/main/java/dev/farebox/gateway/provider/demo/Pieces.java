package dev.farebox.gateway.provider.demo;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits text into demo tokens: white space with the letters and digits behind it, at most 12 of
 * them, or with one other character. Nothing is lost and no character is split.
 */
final class Pieces {
    private static final int LONGEST = 12;

    private Pieces() {}

    static List<String> of(String text) {
        var pieces = new ArrayList<String>(text.length() / 5 + 1);
        int start = 0;
        while (start < text.length()) {
            int end = end(text, start);
            pieces.add(text.substring(start, end));
            start = end;
        }
        return pieces;
    }

    private static int end(String text, int start) {
        int at = start;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        int wordStart = at;
        while (at < text.length()
                && at - wordStart < LONGEST
                && Character.isLetterOrDigit(text.codePointAt(at))) {
            at += Character.charCount(text.codePointAt(at));
        }
        if (at == wordStart && at < text.length()) {
            at += Character.charCount(text.codePointAt(at));
        }
        return at;
    }
}
