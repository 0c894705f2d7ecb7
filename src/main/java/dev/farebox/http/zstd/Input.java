package dev.farebox.http.zstd;

import java.io.IOException;

/** A part of the packed bytes, read forward. */
final class Input {
    final byte[] bytes;
    private final int end;
    private int at;

    Input(byte[] bytes, int at, int end) {
        this.bytes = bytes;
        this.at = at;
        this.end = end;
    }

    int at() {
        return at;
    }

    int left() {
        return end - at;
    }

    int peek() throws IOException {
        check(at < end, "is cut");
        return bytes[at] & 0xff;
    }

    int next() throws IOException {
        return bytes[skip(1)] & 0xff;
    }

    /** An unsigned number of 0 to 8 bytes, the least significant first. */
    long number(int size) throws IOException {
        int from = skip(size);
        long number = 0;
        for (int i = size - 1; i >= 0; i--) {
            number = (number << 8) | (bytes[from + i] & 0xff);
        }
        return number;
    }

    /** The next {@code size} bytes as a part of their own. */
    Input part(int size) throws IOException {
        int from = skip(size);
        return new Input(bytes, from, from + size);
    }

    /** Where the next {@code size} bytes begin, which count as read then. */
    int skip(int size) throws IOException {
        check(size >= 0 && size <= left(), "is cut");
        int from = at;
        at += size;
        return from;
    }

    static void check(boolean holds, String otherwise) throws IOException {
        if (!holds) {
            throw new IOException("the zstd body " + otherwise);
        }
    }
}
