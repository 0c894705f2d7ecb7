package dev.farebox.http.zstd;

import java.io.IOException;
import java.util.Arrays;

/** A Huffman code of at most eleven bits, as a table by the next bits. */
final class HuffmanTable {
    private static final int MOST_BITS = 11;
    private static final int MOST_SYMBOLS = 256;
    private static final int WEIGHT_LOG = 6;

    private final int bits;
    private final byte[] symbols;
    private final byte[] lengths;

    /** Of the weights of all symbols but the last, whose weight completes the code. */
    private HuffmanTable(int[] weights, int count) throws IOException {
        Input.check(count < MOST_SYMBOLS, "has a code of too many symbols");
        int sum = 0;
        for (int i = 0; i < count; i++) {
            Input.check(weights[i] <= MOST_BITS, "has a code that is too long");
            sum += weights[i] == 0 ? 0 : 1 << (weights[i] - 1);
        }
        Input.check(sum > 0, "has an empty code");
        bits = 32 - Integer.numberOfLeadingZeros(sum);
        int rest = (1 << bits) - sum;
        Input.check(bits <= MOST_BITS && Integer.bitCount(rest) == 1, "has a code with gaps");
        int[] all = Arrays.copyOf(weights, count + 1);
        all[count] = 32 - Integer.numberOfLeadingZeros(rest);
        symbols = new byte[1 << bits];
        lengths = new byte[1 << bits];
        fill(all);
    }

    private void fill(int[] weights) {
        int at = 0;
        for (int weight = 1; weight <= bits; weight++) {
            for (int symbol = 0; symbol < weights.length; symbol++) {
                if (weights[symbol] == weight) {
                    int next = at + (1 << (weight - 1));
                    Arrays.fill(symbols, at, next, (byte) symbol);
                    Arrays.fill(lengths, at, next, (byte) (bits + 1 - weight));
                    at = next;
                }
            }
        }
    }

    static HuffmanTable read(Input in) throws IOException {
        var weights = new int[MOST_SYMBOLS];
        int head = in.next();
        int count = head >= 128 ? plain(in, head - 127, weights) : packed(in.part(head), weights);
        return new HuffmanTable(weights, count);
    }

    private static int plain(Input in, int count, int[] weights) throws IOException {
        for (int i = 0; i < count; i += 2) {
            int two = in.next();
            weights[i] = two >> 4;
            weights[i + 1] = two & 15;
        }
        return count;
    }

    /** Two states take turns until the bits are used up; then the other has one symbol left. */
    private static int packed(Input in, int[] weights) throws IOException {
        FseTable table = FseTable.read(in, MOST_BITS + 1, WEIGHT_LOG);
        var from = new BackwardBits(in);
        int state = table.start(from);
        int other = table.start(from);
        int count = 0;
        while (from.left() >= 0) {
            Input.check(count < MOST_SYMBOLS - 2, "has a code of too many symbols");
            weights[count++] = table.symbol(state);
            int next = table.next(state, from);
            state = other;
            other = next;
        }
        weights[count++] = table.symbol(state);
        return count;
    }

    /** Decodes bytes from {@code at} up to {@code end}, with all the bits of {@code part}. */
    void decode(Input part, byte[] into, int at, int end) throws IOException {
        var from = new BackwardBits(part);
        for (int i = at; i < end; i++) {
            int code = (int) from.peek(bits);
            into[i] = symbols[code];
            from.skip(lengths[code]);
        }
        Input.check(from.left() == 0, "has literals that do not add up");
    }
}
