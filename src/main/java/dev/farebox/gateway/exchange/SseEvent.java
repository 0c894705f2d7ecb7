package dev.farebox.gateway.exchange;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One server-sent event as a view on bytes that are valid only during {@link SseSplitter.Sink}.
 *
 * <p>{@code [offset, offset + length)} is what may be sent on: the upstream's original bytes
 * wherever their framing is one that every client survives (LF, {@code data: } and one line), else
 * the same event in that framing. The data lie within it, so that data and frame share one buffer.
 */
public final class SseEvent {
    private byte[] buffer = new byte[0];
    private int offset;
    private int length;
    private int nameLength;
    private int dataOffset;
    private int dataLength;
    private boolean original;
    private boolean terminated;

    SseEvent() {}

    void set(byte[] bytes, int from, int to, int nameBytes, int dataFrom, int dataBytes) {
        buffer = bytes;
        offset = from;
        length = to - from;
        nameLength = nameBytes;
        dataOffset = dataFrom;
        dataLength = dataBytes;
    }

    void mark(boolean asReceived, boolean hasBlankLine) {
        original = asReceived;
        terminated = hasBlankLine;
    }

    public byte[] buffer() {
        return buffer;
    }

    public int offset() {
        return offset;
    }

    public int length() {
        return length;
    }

    public int dataOffset() {
        return dataOffset;
    }

    /** 0 for comments, empty data and blocks of other fields only: nothing that a client needs. */
    public int dataLength() {
        return dataLength;
    }

    public boolean hasData() {
        return dataLength > 0;
    }

    /** The {@code event:} name, empty where there is none. */
    public String name() {
        return nameLength == 0
                ? ""
                : new String(
                        buffer,
                        offset + SseSplitter.NAME_FIELD.length,
                        nameLength,
                        StandardCharsets.UTF_8);
    }

    public boolean isNamed() {
        return nameLength > 0;
    }

    /**
     * Where the part without an {@code event:} line begins; it reaches to the end of the frame.
     * Chat clients want no event names (OpenAI JS 4 yields nothing for a named chunk).
     */
    public int unnamedOffset() {
        return hasData() ? dataOffset - SseSplitter.DATA_FIELD.length : offset;
    }

    /** Whether the frame is what the upstream sent, byte for byte. */
    public boolean isOriginal() {
        return original;
    }

    /** False for a last event whose blank line never came. */
    public boolean isTerminated() {
        return terminated;
    }

    public boolean dataEquals(byte[] expected) {
        return Arrays.equals(
                buffer, dataOffset, dataOffset + dataLength, expected, 0, expected.length);
    }

    /** A copy of the frame without an {@code event:} line. */
    public byte[] copyUnnamed() {
        return Arrays.copyOfRange(buffer, unnamedOffset(), offset + length);
    }

    /** A copy of the whole frame. */
    public byte[] copy() {
        return Arrays.copyOfRange(buffer, offset, offset + length);
    }

    public String data() {
        return new String(buffer, dataOffset, dataLength, StandardCharsets.UTF_8);
    }
}
