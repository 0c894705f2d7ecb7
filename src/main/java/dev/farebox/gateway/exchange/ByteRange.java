package dev.farebox.gateway.exchange;

/** Bytes [from, to) of a body. */
public record ByteRange(int from, int to) {
    public ByteRange {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("range " + from + ".." + to);
        }
    }
}
