package dev.farebox.http.zstd;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The literals of one block after the other; a block may use the code of the one before it. */
final class Literals {
    private static final int RAW = 0;
    private static final int REPEATED = 1;
    private static final int WITH_CODE = 2;

    final byte[] bytes = new byte[Zstd.LARGEST_BLOCK];
    private int size;
    private @Nullable HuffmanTable code;

    int size() {
        return size;
    }

    /** A new frame begins. */
    void forget() {
        code = null;
    }

    void read(Input in) throws IOException {
        int first = in.peek();
        int kind = first & 3;
        int format = (first >> 2) & 3;
        if (kind == RAW || kind == REPEATED) {
            plain(in, kind, format);
        } else {
            packed(in, kind, format);
        }
    }

    private void plain(Input in, int kind, int format) throws IOException {
        int width = format == 1 ? 2 : format == 3 ? 3 : 1;
        sized(in.number(width) >> (width == 1 ? 3 : 4));
        if (kind == RAW) {
            System.arraycopy(in.bytes, in.skip(size), bytes, 0, size);
        } else {
            Arrays.fill(bytes, 0, size, (byte) in.next());
        }
    }

    private void packed(Input in, int kind, int format) throws IOException {
        int width = format < 2 ? 10 : format == 2 ? 14 : 18;
        long head = in.number((4 + 2 * width + 7) / 8);
        long mask = (1L << width) - 1;
        sized((head >> 4) & mask);
        Input part = in.part((int) ((head >> (4 + width)) & mask));
        HuffmanTable used = kind == WITH_CODE ? HuffmanTable.read(part) : code;
        if (used == null) {
            throw new IOException("the zstd body uses a code that it has not given");
        }
        code = used;
        if (format == 0) {
            used.decode(part, bytes, 0, size);
        } else {
            inFour(part, used);
        }
    }

    private void inFour(Input part, HuffmanTable used) throws IOException {
        var sizes = new int[3];
        for (int i = 0; i < 3; i++) {
            sizes[i] = (int) part.number(2);
        }
        int each = (size + 3) / 4;
        Input.check(3 * each <= size, "has too few literals for four streams");
        for (int i = 0; i < 3; i++) {
            used.decode(part.part(sizes[i]), bytes, i * each, (i + 1) * each);
        }
        used.decode(part, bytes, 3 * each, size);
    }

    private void sized(long given) throws IOException {
        Input.check(given <= bytes.length, "has a block that is too large");
        size = (int) given;
    }
}
