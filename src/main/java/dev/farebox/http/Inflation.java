package dev.farebox.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/** Undoes gzip within bounds. Blocking work on memory; called on a virtual thread. */
final class Inflation {
    private static final int STEP = 16 * 1024;

    private Inflation() {}

    /**
     * The decompressed bytes; {@link BodyOutcome.TooLarge} past the smaller of {@code limit} and
     * {@code ratio} times the compressed size, and {@link BodyOutcome.NoRoom} past the budget: a
     * bomb is given up after that much, not after it has gone off.
     */
    static BodyOutcome gunzip(byte[] compressed, int limit, int ratio, ByteBudget budget) {
        long bound = Math.min(limit, Math.max(STEP, (long) compressed.length * ratio));
        var out = new ByteArrayOutputStream(Math.min(compressed.length * 4, limit));
        long reserved = 0;
        BodyOutcome failure = new BodyOutcome.BrokenEncoding();
        try (var in = new GZIPInputStream(new ByteArrayInputStream(compressed), STEP)) {
            var step = new byte[STEP];
            for (int n = in.read(step); n >= 0; n = in.read(step)) {
                if (out.size() + n > bound) {
                    failure = new BodyOutcome.TooLarge(bound);
                    throw new IOException("grows past the bound");
                }
                if (!budget.take(n)) {
                    failure = new BodyOutcome.NoRoom();
                    throw new IOException("grows past the budget");
                }
                reserved += n;
                out.write(step, 0, n);
            }
            return new BodyOutcome.Complete(out.toByteArray(), reserved);
        } catch (IOException _) {
            budget.giveBack(reserved);
            return failure;
        }
    }
}
