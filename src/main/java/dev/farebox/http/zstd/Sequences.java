package dev.farebox.http.zstd;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The sequences of one block after the other: what is repeated, from how far back. */
final class Sequences {
    private static final FseTable USUAL_LITERALS =
            FseTable.of(
                    6, 4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3,
                    2, 1, 1, 1, 1, 1, -1, -1, -1, -1);
    private static final FseTable USUAL_OFFSETS =
            FseTable.of(
                    5, 1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1,
                    -1, -1, -1, -1);
    private static final FseTable USUAL_MATCHES =
            FseTable.of(
                    6, 1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1,
                    -1, -1);
    private static final int[] LITERAL_BASES = {
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 20, 22, 24, 28, 32, 40, 48,
        64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536
    };
    private static final int[] LITERAL_BITS = {
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10,
        11, 12, 13, 14, 15, 16
    };
    private static final int[] MATCH_BASES = {
        3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27,
        28, 29, 30, 31, 32, 33, 34, 35, 37, 39, 41, 43, 47, 51, 59, 67, 83, 99, 131, 259, 515, 1027,
        2051, 4099, 8195, 16387, 32771, 65539
    };
    private static final int[] MATCH_BITS = {
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16
    };
    private static final int HIGHEST_OFFSET = 31;

    private @Nullable FseTable literals;
    private @Nullable FseTable offsets;
    private @Nullable FseTable matches;
    private final long[] recent = {1, 4, 8};

    /** A new frame begins. */
    void forget() {
        literals = null;
        offsets = null;
        matches = null;
        recent[0] = 1;
        recent[1] = 4;
        recent[2] = 8;
    }

    /** Reads the sequences of a block and carries them out on {@code out}. */
    void run(Input in, Literals from, Output out) throws IOException {
        int count = count(in);
        int used = 0;
        if (count > 0) {
            int modes = in.next();
            Input.check((modes & 3) == 0, "has sequences of an unknown kind");
            literals = table(in, modes >> 6, literals, USUAL_LITERALS, LITERAL_BITS.length - 1, 9);
            offsets = table(in, (modes >> 4) & 3, offsets, USUAL_OFFSETS, HIGHEST_OFFSET, 8);
            matches = table(in, (modes >> 2) & 3, matches, USUAL_MATCHES, MATCH_BITS.length - 1, 9);
            used = each(count, new BackwardBits(in), from, out, literals, offsets, matches);
        } else {
            Input.check(in.left() == 0, "has a block with a rest");
        }
        out.append(from.bytes, used, from.size() - used);
    }

    private static int count(Input in) throws IOException {
        int first = in.next();
        if (first < 128) {
            return first;
        }
        return first < 255 ? ((first - 128) << 8) + in.next() : (int) in.number(2) + 0x7f00;
    }

    private static FseTable table(
            Input in, int mode, @Nullable FseTable before, FseTable usual, int highest, int log)
            throws IOException {
        return switch (mode) {
            case 0 -> usual;
            case 1 -> {
                int symbol = in.next();
                Input.check(symbol <= highest, "has sequences of an unknown kind");
                yield FseTable.always(symbol);
            }
            case 2 -> FseTable.read(in, highest, log);
            default -> {
                if (before == null) {
                    throw new IOException("the zstd body repeats a table that it has not given");
                }
                yield before;
            }
        };
    }

    /** How many literals were used. */
    private int each(
            int count,
            BackwardBits bits,
            Literals from,
            Output out,
            FseTable literalTable,
            FseTable offsetTable,
            FseTable matchTable)
            throws IOException {
        int used = 0;
        int literal = literalTable.start(bits);
        int offset = offsetTable.start(bits);
        int match = matchTable.start(bits);
        for (int left = count; left > 0; left--) {
            int offsetCode = offsetTable.symbol(offset);
            int matchCode = matchTable.symbol(match);
            int literalCode = literalTable.symbol(literal);
            long distance = (1L << offsetCode) + bits.read(offsetCode);
            int length = MATCH_BASES[matchCode] + (int) bits.read(MATCH_BITS[matchCode]);
            int plain = LITERAL_BASES[literalCode] + (int) bits.read(LITERAL_BITS[literalCode]);
            Input.check(bits.left() >= 0 && plain <= from.size() - used, "has too few literals");
            out.append(from.bytes, used, plain);
            used += plain;
            out.repeat(distance(distance, plain == 0), length);
            if (left > 1) {
                literal = literalTable.next(literal, bits);
                match = matchTable.next(match, bits);
                offset = offsetTable.next(offset, bits);
            }
        }
        Input.check(bits.left() == 0, "has sequences that do not add up");
        return used;
    }

    /** Values up to three name one of the last three distances (RFC 8878 §3.1.1.5). */
    private long distance(long value, boolean withoutLiterals) throws IOException {
        if (value > 3) {
            return remember(value - 3, 2);
        }
        int which = (int) value - 1 + (withoutLiterals ? 1 : 0);
        if (which == 3) {
            Input.check(recent[0] > 1, "repeats from no distance");
            return remember(recent[0] - 1, 2);
        }
        return remember(recent[which], which);
    }

    /** Moves {@code distance} to the front; those up to {@code place} move down by one. */
    private long remember(long distance, int place) {
        System.arraycopy(recent, 0, recent, 1, place);
        recent[0] = distance;
        return distance;
    }
}
