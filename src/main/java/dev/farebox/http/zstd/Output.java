package dev.farebox.http.zstd;

import java.io.IOException;
import java.util.Arrays;

/** What was unpacked so far. */
final class Output {
    private byte[] bytes = new byte[16 * 1024];
    private int size;
    private int frame;
    private int block;

    int size() {
        return size;
    }

    int frameSize() {
        return size - frame;
    }

    byte[] toArray() {
        return Arrays.copyOf(bytes, size);
    }

    void beginFrame() {
        frame = size;
    }

    void beginBlock() {
        block = size;
    }

    void append(byte[] from, int at, int length) throws IOException {
        grow(length);
        System.arraycopy(from, at, bytes, size, length);
        size += length;
    }

    void fill(byte value, int length) throws IOException {
        grow(length);
        Arrays.fill(bytes, size, size + length, value);
        size += length;
    }

    /** Appends what stands {@code distance} back, which may run into what it appends. */
    void repeat(long distance, int length) throws IOException {
        Input.check(distance > 0 && distance <= frameSize(), "repeats what it has not said");
        grow(length);
        int from = size - (int) distance;
        if (distance >= length) {
            System.arraycopy(bytes, from, bytes, size, length);
        } else {
            for (int i = 0; i < length; i++) {
                bytes[size + i] = bytes[from + i];
            }
        }
        size += length;
    }

    private void grow(int length) throws IOException {
        Input.check(size - block + length <= Zstd.LARGEST_BLOCK, "has a block that is too large");
        if (size + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + length, bytes.length * 2));
        }
    }
}
