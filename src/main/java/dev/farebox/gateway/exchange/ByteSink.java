package dev.farebox.gateway.exchange;

/** Takes bytes for a client; they may be reused after the call. */
@FunctionalInterface
public interface ByteSink {
    void write(byte[] bytes, int offset, int length);

    default void write(byte[] bytes) {
        write(bytes, 0, bytes.length);
    }
}
