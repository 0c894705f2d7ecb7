package dev.farebox.http.zstd;

import java.io.IOException;

/**
 * Bits that are read from the end of a part to its beginning; the highest bit that is set in the
 * last byte marks where they begin. Before the first bit there are zeros.
 */
final class BackwardBits {
    private final byte[] bytes;
    private final int from;
    private final int end;
    private long left;

    BackwardBits(Input part) throws IOException {
        bytes = part.bytes;
        from = part.at();
        end = from + part.left();
        Input.check(part.left() > 0 && bytes[end - 1] != 0, "has bits without an end mark");
        int last = bytes[end - 1] & 0xff;
        left = 8L * (part.left() - 1) + 31 - Integer.numberOfLeadingZeros(last);
    }

    /** Bits that are left; negative once more were read than there are. */
    long left() {
        return left;
    }

    /** The next {@code count} bits, at most 32, which stay unread. */
    long peek(int count) {
        long low = left - count;
        if (low >= 0) {
            return bits(low) & ((1L << count) - 1);
        }
        return left <= 0 ? 0 : (bits(0) & ((1L << left) - 1)) << -low;
    }

    void skip(int count) {
        left -= count;
    }

    long read(int count) {
        long value = peek(count);
        left -= count;
        return value;
    }

    /** At least 57 bits from the one numbered {@code low} on, as far as there are so many. */
    private long bits(long low) {
        int at = from + (int) (low >> 3);
        long value = 0;
        for (int i = Math.min(end - at, 8) - 1; i >= 0; i--) {
            value = (value << 8) | (bytes[at + i] & 0xff);
        }
        return value >>> (low & 7);
    }
}
