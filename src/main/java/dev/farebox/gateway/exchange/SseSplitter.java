package dev.farebox.gateway.exchange;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/**
 * Cuts a stream of bytes into server-sent events, whatever the network's chunks were.
 *
 * <p>Reads LF, CRLF and bare CR, a byte order mark, comments, several data lines (joined by a
 * space: the payload is JSON and must stay on one line), and a last event without its blank line.
 * Holds at most one event of {@code maxEventBytes} and one chunk; a longer event ends the stream
 * for good. Not thread-safe.
 */
public final class SseSplitter {
    static final byte[] DATA_FIELD = "data: ".getBytes(US_ASCII);
    static final byte[] NAME_FIELD = "event: ".getBytes(US_ASCII);

    /** Receives events in order; the event and its bytes are valid only during the call. */
    @FunctionalInterface
    public interface Sink {
        void event(SseEvent event);
    }

    /** Whether more may be fed. */
    public enum State {
        OPEN,
        /** One event was longer than the cap; everything fed from then on is dropped. */
        EVENT_TOO_LARGE,
        ENDED
    }

    private static final byte[] NOTHING = new byte[0];
    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final int maxEventBytes;
    private final SseEvent event = new SseEvent();
    private State state = State.OPEN;

    /** The bytes of an event that is not complete yet; its start is at 0. */
    private byte[] carry = NOTHING;

    private int carried;
    private boolean markPassed;

    /** The last byte consumed was a CR, so that a LF now belongs to it. */
    private boolean afterCr;

    // Of the event that is being read; all relative to its first byte.
    private int lineStart;
    private int scanned;
    private int lines;
    private int dataLines;
    private int dataStart;
    private int dataEnd;
    private int nameStart;
    private int nameEnd;
    private boolean plain = true;

    /** Data lines so far where there are several, joined. */
    private byte[] joined = NOTHING;

    private int joinedLength;

    public SseSplitter(int maxEventBytes) {
        if (maxEventBytes < 16) {
            throw new IllegalArgumentException("an event of at most " + maxEventBytes);
        }
        this.maxEventBytes = maxEventBytes;
    }

    /** Takes the next bytes, which may be reused afterwards. */
    public State feed(byte[] bytes, int off, int len, Sink sink) {
        if (state != State.OPEN || len == 0) {
            return state;
        }
        if (carried == 0) {
            int left = split(bytes, off, off + len, sink);
            if (state == State.OPEN) {
                carry(bytes, off + len - left, left);
            }
            return state;
        }
        append(bytes, off, len);
        int total = carried;
        int left = split(carry, 0, total, sink);
        if (left > 0 && left < total) {
            System.arraycopy(carry, total - left, carry, 0, left);
        }
        carried = left;
        return state;
    }

    /** Says that the stream is over; gives a last event that lacks its blank line. */
    public State end(Sink sink) {
        if (state != State.OPEN) {
            return state;
        }
        state = State.ENDED;
        if (scanned > lineStart) {
            line(carry, 0, scanned);
        }
        if (lines > 0) {
            plain = false;
            dispatch(carry, 0, carried, false, sink);
        }
        carry = NOTHING;
        carried = 0;
        return state;
    }

    public State state() {
        return state;
    }

    /** Reads events from the range and returns how many bytes at its end are not consumed. */
    private int split(byte[] bytes, int from, int to, Sink sink) {
        int start = skipMark(bytes, from, to);
        if (start < 0) {
            return to - from;
        }
        int at = start + scanned;
        while (at < to) {
            byte b = bytes[at];
            if (b != '\n' && b != '\r') {
                at++;
                afterCr = false;
                continue;
            }
            if (b == '\n' && afterCr) {
                afterCr = false;
                at++;
                lineStart = at - start;
                if (lines == 0) {
                    start = at;
                    lineStart = 0;
                }
                continue;
            }
            afterCr = b == '\r';
            plain &= b == '\n';
            boolean blank = at - start == lineStart;
            if (!blank) {
                line(bytes, start, at - start);
            }
            at++;
            lineStart = at - start;
            if (lineStart > maxEventBytes) {
                return fail();
            }
            if (blank) {
                if (lines > 0) {
                    dispatch(bytes, start, at, true, sink);
                }
                start = at;
                reset();
            }
        }
        scanned = at - start;
        return scanned > maxEventBytes ? fail() : scanned;
    }

    private int fail() {
        state = State.EVENT_TOO_LARGE;
        carry = NOTHING;
        carried = 0;
        return 0;
    }

    /** The start of the stream proper, or -1 while it could still be a byte order mark. */
    private int skipMark(byte[] bytes, int from, int to) {
        if (markPassed) {
            return from;
        }
        int same = 0;
        while (same < MARK.length && from + same < to && bytes[from + same] == MARK[same]) {
            same++;
        }
        if (same < MARK.length && from + same == to) {
            return -1;
        }
        markPassed = true;
        return same == MARK.length ? from + same : from;
    }

    /** Notes what the line [lineStart, end) of the event at {@code base} says. */
    private void line(byte[] bytes, int base, int end) {
        lines++;
        int from = base + lineStart;
        int to = base + end;
        int colon = from;
        while (colon < to && bytes[colon] != ':') {
            colon++;
        }
        int value = Math.min(to, colon + 1);
        if (value < to && bytes[value] == ' ') {
            value++;
        }
        if (is(bytes, from, colon, DATA_FIELD)) {
            plain &= dataLines == 0 && value - from == DATA_FIELD.length;
            data(bytes, base, value - base, end);
        } else if (is(bytes, from, colon, NAME_FIELD)) {
            plain &= lines == 1 && value - from == NAME_FIELD.length && value < to;
            nameStart = value - base;
            nameEnd = end;
        } else {
            plain = false;
        }
    }

    private static boolean is(byte[] bytes, int from, int to, byte[] field) {
        return Arrays.equals(bytes, from, to, field, 0, field.length - 2);
    }

    private void data(byte[] bytes, int base, int from, int to) {
        dataLines++;
        if (dataLines == 1) {
            dataStart = from;
            dataEnd = to;
            return;
        }
        if (dataLines == 2) {
            join(bytes, base + dataStart, dataEnd - dataStart);
        }
        join(new byte[] {' '}, 0, 1);
        join(bytes, base + from, to - from);
    }

    private void join(byte[] bytes, int from, int length) {
        if (joined.length < joinedLength + length) {
            joined = Arrays.copyOf(joined, Math.max(256, 2 * (joinedLength + length)));
        }
        System.arraycopy(bytes, from, joined, joinedLength, length);
        joinedLength += length;
    }

    private void dispatch(byte[] bytes, int base, int to, boolean terminated, Sink sink) {
        boolean original = plain && dataEnd > dataStart;
        if (original) {
            event.set(bytes, base, to, nameEnd - nameStart, base + dataStart, dataEnd - dataStart);
        } else {
            reframe(bytes, base);
        }
        event.mark(original, terminated);
        sink.event(event);
    }

    /** Writes the event anew in the framing that every client survives. */
    private void reframe(byte[] bytes, int base) {
        byte[] from = dataLines > 1 ? joined : bytes;
        int dataFrom = dataLines > 1 ? 0 : base + dataStart;
        int dataBytes = dataLines > 1 ? joinedLength : dataEnd - dataStart;
        if (dataBytes == 0) {
            event.set(NOTHING, 0, 0, 0, 0, 0);
            return;
        }
        int nameBytes = nameEnd - nameStart;
        int head = nameBytes == 0 ? 0 : NAME_FIELD.length + nameBytes + 1;
        byte[] frame = new byte[head + DATA_FIELD.length + dataBytes + 2];
        if (nameBytes > 0) {
            System.arraycopy(NAME_FIELD, 0, frame, 0, NAME_FIELD.length);
            System.arraycopy(bytes, base + nameStart, frame, NAME_FIELD.length, nameBytes);
            frame[head - 1] = '\n';
        }
        System.arraycopy(DATA_FIELD, 0, frame, head, DATA_FIELD.length);
        System.arraycopy(from, dataFrom, frame, head + DATA_FIELD.length, dataBytes);
        frame[frame.length - 2] = '\n';
        frame[frame.length - 1] = '\n';
        event.set(frame, 0, frame.length, nameBytes, head + DATA_FIELD.length, dataBytes);
    }

    private void reset() {
        lineStart = 0;
        scanned = 0;
        lines = 0;
        dataLines = 0;
        dataStart = 0;
        dataEnd = 0;
        nameStart = 0;
        nameEnd = 0;
        joinedLength = 0;
        plain = true;
        if (joined.length > 65_536) {
            joined = NOTHING;
        }
    }

    private void append(byte[] bytes, int off, int len) {
        if (carry.length < carried + len) {
            carry = Arrays.copyOf(carry, Math.max(carried + len, 2 * carry.length));
        }
        System.arraycopy(bytes, off, carry, carried, len);
        carried += len;
    }

    private void carry(byte[] bytes, int from, int length) {
        carried = 0;
        if (length > 0) {
            append(bytes, from, length);
        }
    }
}
