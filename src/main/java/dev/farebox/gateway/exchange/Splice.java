package dev.farebox.gateway.exchange;

import java.util.Comparator;
import java.util.List;

/** Bytes to put in place of a range of a body, everything else staying as it is. */
@SuppressWarnings("ArrayRecordComponent") // handed over, not compared
public record Splice(ByteRange range, byte[] bytes) {
    /** The body itself where there is nothing to do; ranges must not overlap. */
    public static byte[] apply(byte[] body, List<Splice> splices) {
        if (splices.isEmpty()) {
            return body;
        }
        List<Splice> inOrder =
                splices.stream()
                        .sorted(Comparator.comparingInt(splice -> splice.range().from()))
                        .toList();
        int length = body.length;
        for (Splice splice : inOrder) {
            length += splice.bytes().length - (splice.range().to() - splice.range().from());
        }
        byte[] result = new byte[length];
        int read = 0;
        int written = 0;
        for (Splice splice : inOrder) {
            int kept = splice.range().from() - read;
            System.arraycopy(body, read, result, written, kept);
            written += kept;
            System.arraycopy(splice.bytes(), 0, result, written, splice.bytes().length);
            written += splice.bytes().length;
            read = splice.range().to();
        }
        System.arraycopy(body, read, result, written, body.length - read);
        return result;
    }
}
