package dev.farebox.http.zstd;

import java.io.IOException;
import java.util.Arrays;

/** A table of finite state entropy: from a state come a symbol and the way to the next state. */
final class FseTable {
    private static final int LEAST_LOG = 5;

    private final int log;
    private final byte[] symbols;
    private final byte[] bits;
    private final short[] bases;

    /** From a distribution of which the counts make up {@code 1 << log}; -1 is less than one. */
    private FseTable(int log, int[] counts) throws IOException {
        this.log = log;
        int size = 1 << log;
        symbols = new byte[size];
        bits = new byte[size];
        bases = new short[size];
        var next = new int[counts.length];
        spread(counts, next);
        for (int state = 0; state < size; state++) {
            int number = next[symbols[state]]++;
            int width = log - (31 - Integer.numberOfLeadingZeros(number));
            bits[state] = (byte) width;
            bases[state] = (short) ((number << width) - size);
        }
    }

    private void spread(int[] counts, int[] next) throws IOException {
        int size = symbols.length;
        int high = size;
        for (int symbol = 0; symbol < counts.length; symbol++) {
            next[symbol] = Math.abs(counts[symbol]);
            if (counts[symbol] < 0) {
                symbols[--high] = (byte) symbol;
            }
        }
        int step = (size >> 1) + (size >> 3) + 3;
        int at = 0;
        for (int symbol = 0; symbol < counts.length; symbol++) {
            for (int i = 0; i < counts[symbol]; i++) {
                symbols[at] = (byte) symbol;
                do {
                    at = (at + step) & (size - 1);
                } while (at >= high);
            }
        }
        Input.check(at == 0, "has a table that does not add up");
    }

    static FseTable of(int log, int... counts) {
        try {
            return new FseTable(log, counts);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One symbol alone, which takes no bits. */
    static FseTable always(int symbol) {
        return of(0, single(symbol));
    }

    private static int[] single(int symbol) {
        var counts = new int[symbol + 1];
        counts[symbol] = 1;
        return counts;
    }

    /** Reads a distribution for symbols up to {@code highest} (RFC 8878 §4.1.1). */
    static FseTable read(Input in, int highest, int mostLog) throws IOException {
        var bits = new ForwardBits(in);
        int log = bits.read(4) + LEAST_LOG;
        Input.check(log <= mostLog, "has a table that is too fine");
        var counts = new int[highest + 1];
        int remaining = 1 << log;
        int symbol = 0;
        while (remaining > 0) {
            Input.check(symbol <= highest, "has a table of too many symbols");
            int count = bits.upTo(remaining + 1) - 1;
            remaining -= Math.abs(count);
            counts[symbol++] = count;
            if (count == 0) {
                symbol += bits.repeats();
            }
        }
        Input.check(remaining == 0 && symbol <= highest + 1, "has a table that does not add up");
        bits.toByte();
        return new FseTable(log, Arrays.copyOf(counts, symbol));
    }

    int start(BackwardBits from) {
        return (int) from.read(log);
    }

    int symbol(int state) {
        return symbols[state];
    }

    int next(int state, BackwardBits from) {
        return bases[state] + (int) from.read(bits[state]);
    }

    /** Bits from the first to the last, the least significant of each byte first. */
    private static final class ForwardBits {
        private final Input in;
        private long kept;
        private int count;

        private ForwardBits(Input in) {
            this.in = in;
        }

        private int read(int bits) throws IOException {
            while (count < bits) {
                kept |= (long) in.next() << count;
                count += 8;
            }
            int value = (int) (kept & ((1L << bits) - 1));
            kept >>>= bits;
            count -= bits;
            return value;
        }

        /** A number from 0 to {@code most}, of which small ones take a bit less. */
        private int upTo(int most) throws IOException {
            int bits = 31 - Integer.numberOfLeadingZeros(most);
            int spared = (1 << (bits + 1)) - 1 - most;
            int low = read(bits);
            if (low < spared) {
                return low;
            }
            boolean high = read(1) == 1;
            return high ? low + (1 << bits) - spared : low;
        }

        private int repeats() throws IOException {
            int all = 0;
            int more;
            do {
                more = read(2);
                all += more;
                Input.check(all < 256, "has a table of too many symbols");
            } while (more == 3);
            return all;
        }

        /** The rest of the last byte belongs to nobody: bytes are taken only when needed. */
        private void toByte() {
            kept = 0;
            count = 0;
        }
    }
}
