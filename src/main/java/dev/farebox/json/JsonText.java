package dev.farebox.json;

/**
 * Measures JSON strings where they stand, without decoding them: a prompt or a picture of many
 * megabytes is never copied for the sake of its length.
 */
public final class JsonText {
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long QUOTES = '"' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;

    private JsonText() {}

    /**
     * Where the string that opens at {@code open} has its closing quote; {@code to} where it has
     * none before.
     */
    public static int closingQuote(byte[] bytes, int open, int to) {
        int at = open + 1;
        while (at < to) {
            if (at + 8 <= to && !hasQuoteOrBackslash((long) Utf8.EIGHT.get(bytes, at))) {
                at += 8;
            } else if (bytes[at] == '"') {
                return at;
            } else {
                at += bytes[at] == '\\' ? 2 : 1;
            }
        }
        return to;
    }

    /** How many bytes of UTF-8 the inside [from, to) of a JSON string stands for. */
    public static int decodedLength(byte[] bytes, int from, int to) {
        int length = to - from;
        int at = from;
        while (at < to) {
            if (at + 8 <= to && !hasZero((long) Utf8.EIGHT.get(bytes, at) ^ BACKSLASHES)) {
                at += 8;
            } else if (bytes[at] != '\\') {
                at++;
            } else if (at + 5 < to && bytes[at + 1] == 'u') {
                length -= 6 - utf8Length(bytes, at + 2);
                at += 6;
            } else {
                length--;
                at += 2;
            }
        }
        return length;
    }

    /**
     * How many bytes of UTF-8 the inside [from, to) of a JSON string stands for, or -1 where no
     * string may look like that.
     */
    public static int checkedLength(byte[] bytes, int from, int to) {
        int at = from;
        boolean escapes = false;
        boolean wide = false;
        while (at < to) {
            if (at + 8 <= to && isPlain((long) Utf8.EIGHT.get(bytes, at))) {
                at += 8;
                continue;
            }
            byte b = bytes[at];
            if ((b >= 0 && b < ' ') || b == '"') {
                return -1;
            }
            wide |= b < 0;
            int length = b == '\\' ? escapeLength(bytes, at, to) : 1;
            if (length == 0) {
                return -1;
            }
            escapes |= b == '\\';
            at += length;
        }
        if (wide && !Utf8.isValid(bytes, from, to)) {
            return -1;
        }
        return escapes ? decodedLength(bytes, from, to) : to - from;
    }

    private static int escapeLength(byte[] bytes, int at, int to) {
        if (at + 1 >= to) {
            return 0;
        }
        if (bytes[at + 1] != 'u') {
            return "\"\\/bfnrt".indexOf(bytes[at + 1]) < 0 ? 0 : 2;
        }
        for (int i = at + 2; i < at + 6; i++) {
            if (i >= to || Character.digit(bytes[i], 16) < 0) {
                return 0;
            }
        }
        return 6;
    }

    /** Eight characters of ASCII that stand for themselves. */
    private static boolean isPlain(long eight) {
        long control = (eight - ' ' * ONES) & ~eight;
        return ((eight | control) & HIGH_BITS) == 0 && !hasQuoteOrBackslash(eight);
    }

    /** Of one half of a surrogate pair: 2, so that a pair has 4. */
    private static int utf8Length(byte[] bytes, int hex) {
        int unit = 0;
        for (int i = 0; i < 4; i++) {
            unit = (unit << 4) | (Character.digit(bytes[hex + i], 16) & 0xF);
        }
        return unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xD800 && unit < 0xE000) ? 2 : 3;
    }

    private static boolean hasQuoteOrBackslash(long eight) {
        return hasZero(eight ^ QUOTES) || hasZero(eight ^ BACKSLASHES);
    }

    private static boolean hasZero(long eight) {
        return ((eight - ONES) & ~eight & HIGH_BITS) != 0;
    }
}
