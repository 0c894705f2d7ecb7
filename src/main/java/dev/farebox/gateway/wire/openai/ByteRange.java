package dev.farebox.gateway.wire.openai;

/** Bytes [from, to) of a body. */
record ByteRange(int from, int to) {
    ByteRange {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("range " + from + ".." + to);
        }
    }
}
