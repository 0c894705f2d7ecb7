package dev.farebox.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One caller: a keep-alive connection that sends the same request again as soon as the answer is
 * whole. An answer other than 200, or one that is cut, ends the bench.
 */
final class Caller {
    private static final int SILENCE_MILLIS = 20_000;
    private static final byte[] HEAD_END = ascii("\r\n\r\n");
    private static final byte[] LAST_CHUNK = ascii("\r\n0\r\n\r\n");
    private static final byte[] DONE = ascii("data: [DONE]");
    private static final byte[] LENGTH = ascii("content-length: ");

    private final int port;
    private final byte[] request;
    private final boolean stream;
    private final byte[] buffer = new byte[256 << 10];
    private long[] endedAt = new long[1 << 14];
    private long[] tookMicros = new long[1 << 14];
    private final AtomicInteger answered = new AtomicInteger();
    private volatile boolean stopped;

    Caller(int port, String key, Lane lane) {
        this.port = port;
        this.stream = lane.stream();
        String body = lane.body();
        this.request =
                ascii(
                        "POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer "
                                + key
                                + "\r\ncontent-type: application/json\r\ncontent-length: "
                                + body.length()
                                + "\r\n\r\n"
                                + body);
    }

    void stop() {
        stopped = true;
    }

    /** How many answers it got in all. */
    int answered() {
        return answered.get();
    }

    /** How long those took that ended between the two instants. */
    long[] between(long began, long ended) {
        int all = answered.get();
        long[] within = new long[all];
        int count = 0;
        for (int i = 0; i < all; i++) {
            if (endedAt[i] - began >= 0 && ended - endedAt[i] >= 0) {
                within[count++] = tookMicros[i];
            }
        }
        return Arrays.copyOf(within, count);
    }

    void run() {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(SILENCE_MILLIS);
            var out = socket.getOutputStream();
            var in = socket.getInputStream();
            while (!stopped) {
                long began = System.nanoTime();
                out.write(request);
                read(in);
                note(began, System.nanoTime());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void note(long began, long ended) {
        int at = answered.get();
        if (at == endedAt.length) {
            endedAt = Arrays.copyOf(endedAt, at * 2);
            tookMicros = Arrays.copyOf(tookMicros, at * 2);
        }
        endedAt[at] = ended;
        tookMicros[at] = (ended - began) / 1_000;
        answered.set(at + 1);
    }

    /** A stream ends with its last chunk, everything else after the length that its head says. */
    private void read(InputStream in) throws IOException {
        int read = 0;
        int whole = Integer.MAX_VALUE;
        while (read < whole) {
            int more = in.read(buffer, read, buffer.length - read);
            if (more <= 0) {
                throw new IOException("cut after " + text(read));
            }
            read += more;
            if (stream) {
                whole = endsWith(LAST_CHUNK, read) ? read : Integer.MAX_VALUE;
            } else if (whole == Integer.MAX_VALUE) {
                whole = length(read);
            }
        }
        if (buffer[9] != '2' || (stream && find(DONE, Math.max(0, read - 64), read) < 0)) {
            throw new IOException("not a whole answer: " + text(read));
        }
    }

    private int length(int read) {
        int head = find(HEAD_END, 0, read);
        if (head < 0) {
            return Integer.MAX_VALUE;
        }
        int at = find(LENGTH, 0, head);
        if (at < 0) {
            throw new IllegalStateException("no length in " + text(head));
        }
        int length = 0;
        for (int i = at + LENGTH.length; buffer[i] != '\r'; i++) {
            length = length * 10 + (buffer[i] - '0');
        }
        return head + HEAD_END.length + length;
    }

    private boolean endsWith(byte[] end, int read) {
        return read >= end.length
                && Arrays.equals(buffer, read - end.length, read, end, 0, end.length);
    }

    private int find(byte[] what, int from, int to) {
        for (int i = from; i <= to - what.length; i++) {
            if (Arrays.equals(buffer, i, i + what.length, what, 0, what.length)) {
                return i;
            }
        }
        return -1;
    }

    private String text(int length) {
        return new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
