package dev.farebox.id;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * How an identifier is shown to people: a short prefix and 26 Crockford base-32 digits, for example
 * {@code req_06qx…}. Reading accepts capitals, and a bare UUID.
 */
public enum IdText {
    REQUEST("req"),
    CUSTOMER("cus"),
    KEY("key"),
    LOT("lot"),
    TRANSACTION("txn"),
    CHANNEL("chn"),
    OPERATOR("opr"),
    PRICE_BOOK("pbk"),
    NODE("nod");

    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int LENGTH = 26;

    private final String prefix;

    IdText(String prefix) {
        this.prefix = prefix;
    }

    public String show(UUID id) {
        var digits = new char[LENGTH];
        long high = id.getMostSignificantBits();
        long low = id.getLeastSignificantBits();
        for (int i = LENGTH - 1; i >= 0; i--) {
            digits[i] = DIGITS.charAt((int) (low & 31));
            low = (low >>> 5) | (high << 59);
            high >>>= 5;
        }
        return prefix + "_" + new String(digits);
    }

    public Optional<UUID> read(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        if (lower.length() == 36 && lower.indexOf('_') < 0) {
            try {
                return Optional.of(UUID.fromString(lower));
            } catch (IllegalArgumentException _) {
                return Optional.empty();
            }
        }
        if (!lower.startsWith(prefix + "_") || lower.length() != prefix.length() + 1 + LENGTH) {
            return Optional.empty();
        }
        long high = 0;
        long low = 0;
        for (int i = prefix.length() + 1; i < lower.length(); i++) {
            int digit = DIGITS.indexOf(lower.charAt(i));
            if (digit < 0 || (high >>> 59) != 0) {
                return Optional.empty();
            }
            high = (high << 5) | (low >>> 59);
            low = (low << 5) | digit;
        }
        return Optional.of(new UUID(high, low));
    }
}
