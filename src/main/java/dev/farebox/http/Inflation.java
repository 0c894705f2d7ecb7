package dev.farebox.http;

import dev.farebox.http.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** Unpacks bodies within bounds. Blocking work on memory; called on a virtual thread. */
final class Inflation {
    private static final int STEP = 16 * 1024;

    private Inflation() {}

    /**
     * The decompressed bytes; {@link BodyOutcome.TooLarge} past the smaller of {@code limit} and
     * {@code ratio} times the compressed size, and {@link BodyOutcome.NoRoom} past the budget: a
     * bomb is given up after that much, not after it has gone off.
     */
    static BodyOutcome inflate(
            BodyEncoding encoding, byte[] packed, int limit, int ratio, ByteBudget budget) {
        long bound = Math.min(limit, Math.max(STEP, (long) packed.length * ratio));
        var unpacked = new Unpacked(bound, budget);
        try {
            switch (encoding) {
                case IDENTITY -> unpacked.all(new ByteArrayInputStream(packed));
                case GZIP -> gunzip(packed, unpacked);
                case DEFLATE -> inflate(packed, unpacked);
                case ZSTD -> {
                    return unzstd(packed, unpacked);
                }
            }
            return unpacked.complete();
        } catch (IOException _) {
            return unpacked.failed();
        }
    }

    private static void gunzip(byte[] packed, Unpacked unpacked) throws IOException {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(packed), STEP)) {
            unpacked.all(in);
        }
    }

    /** With the header that the standard asks for (RFC 9110 §8.4.1.2), or without, as some send. */
    private static void inflate(byte[] packed, Unpacked unpacked) throws IOException {
        var inflater = new Inflater(!hasZlibHeader(packed));
        try (var in = new InflaterInputStream(new ByteArrayInputStream(packed), inflater, STEP)) {
            unpacked.all(in);
            if (inflater.getBytesRead() != packed.length) {
                throw new IOException("something follows");
            }
        } finally {
            inflater.end();
        }
    }

    /** A block of 128 KiB at most is unpacked before it is asked whether it fits. */
    private static BodyOutcome unzstd(byte[] packed, Unpacked unpacked) throws IOException {
        var zstd = new Zstd(packed);
        int before = 0;
        while (zstd.next()) {
            unpacked.count(zstd.size() - before);
            before = zstd.size();
        }
        return new BodyOutcome.Complete(zstd.toArray(), zstd.size());
    }

    private static boolean hasZlibHeader(byte[] packed) {
        return packed.length >= 2
                && (packed[0] & 0x0f) == 8
                && ((packed[0] & 0xff) * 256 + (packed[1] & 0xff)) % 31 == 0;
    }

    /** What came out so far; every byte of it is of the budget. */
    private static final class Unpacked {
        private final long bound;
        private final ByteBudget budget;
        private final ByteArrayOutputStream out = new ByteArrayOutputStream(STEP);
        private long counted;
        private BodyOutcome failure = new BodyOutcome.BrokenEncoding();

        private Unpacked(long bound, ByteBudget budget) {
            this.bound = bound;
            this.budget = budget;
        }

        private void all(InputStream in) throws IOException {
            var step = new byte[STEP];
            for (int n = in.read(step); n >= 0; n = in.read(step)) {
                add(step, n);
            }
        }

        private void add(byte[] bytes, int length) throws IOException {
            count(length);
            out.write(bytes, 0, length);
        }

        private void count(int length) throws IOException {
            if (counted + length > bound) {
                failure = new BodyOutcome.TooLarge(bound);
                throw new IOException("grows past the bound");
            }
            if (!budget.take(length)) {
                failure = new BodyOutcome.NoRoom();
                throw new IOException("grows past the budget");
            }
            counted += length;
        }

        private BodyOutcome complete() {
            return new BodyOutcome.Complete(out.toByteArray(), counted);
        }

        private BodyOutcome failed() {
            budget.giveBack(counted);
            return failure;
        }
    }
}
