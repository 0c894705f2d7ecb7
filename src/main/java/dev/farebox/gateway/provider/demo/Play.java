package dev.farebox.gateway.provider.demo;

import java.time.Duration;
import java.util.Map;

/**
 * How one answer is put on the wire. {@code length} is what Content-Length promises, or {@link
 * #CHUNKED}; {@code first} the wait before the head; {@code perWrite} the time between writes, zero
 * for none; {@code pause} a further wait after {@code pauseAfter} writes.
 */
record Play(
        Map<String, String> headers,
        long length,
        Writes writes,
        Ending ending,
        Duration first,
        Duration perWrite,
        long pauseAfter,
        Duration pause) {
    static final long CHUNKED = -1;

    enum Ending {
        /** The body ends as it should. */
        END,
        /** The connection is closed where the body stands. */
        CLOSE,
        /** Nothing more comes. */
        SILENCE,
        /** The connection is closed without an answer. */
        HANG_UP
    }

    Play withWrites(Writes value) {
        return new Play(headers, length, value, ending, first, perWrite, pauseAfter, pause);
    }

    Play withEnding(Ending value) {
        return new Play(headers, length, writes, value, first, perWrite, pauseAfter, pause);
    }

    Play withHeaders(Map<String, String> value) {
        return new Play(value, length, writes, ending, first, perWrite, pauseAfter, pause);
    }

    Play withLength(long value) {
        return new Play(headers, value, writes, ending, first, perWrite, pauseAfter, pause);
    }

    Play withFirst(Duration value) {
        return new Play(headers, length, writes, ending, value, perWrite, pauseAfter, pause);
    }

    Play withPerWrite(Duration value) {
        return new Play(headers, length, writes, ending, first, value, pauseAfter, pause);
    }

    Play withPause(long after, Duration value) {
        return new Play(headers, length, writes, ending, first, perWrite, after, value);
    }
}
