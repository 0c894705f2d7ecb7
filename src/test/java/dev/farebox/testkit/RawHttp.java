package dev.farebox.testkit;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1.1 connection over a bare socket: sends exactly the bytes it is given, as slowly and as
 * wrongly as a test wants, and tells how an answer ended. One request at a time; not for several
 * threads, but for {@link #abort} and {@link #close}.
 */
public final class RawHttp implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int RECEIVE = 64 << 10;

    /** How an answer ended. */
    public enum End {
        /** As it should: the terminating chunk, or all that Content-Length promised. */
        CLEAN,
        /** The peer closed before that. A body that only the close delimits also counts here. */
        CUT,
        /** The peer reset the connection. */
        RESET,
        /** The peer was silent for longer than the patience; the connection still stands. */
        SILENT
    }

    /**
     * A whole answer; header names in lower case, a repeated one joined by a line feed; {@code
     * latin1} holds the bytes of the body one to one.
     */
    public record Answer(int status, Map<String, String> headers, String latin1, End end) {
        /** The body as UTF-8. */
        public String body() {
            return new String(bytes(), StandardCharsets.UTF_8);
        }

        public byte[] bytes() {
            return latin1.getBytes(StandardCharsets.ISO_8859_1);
        }

        public @Nullable String header(String name) {
            return headers.get(name);
        }
    }

    private final Socket socket;
    private final InputStream in;
    private int status;
    private Map<String, String> headers = Map.of();
    private @Nullable BodyReader body;

    private RawHttp(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream(), RECEIVE);
    }

    public static RawHttp connect(int port) throws IOException {
        var socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.connect(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                (int) PATIENCE.toMillis());
        socket.setSoTimeout((int) PATIENCE.toMillis());
        return new RawHttp(socket);
    }

    /** One request on a connection of its own, answered whole. */
    public static Answer once(
            int port, String method, String path, Map<String, String> headers, String body)
            throws IOException {
        try (var http = connect(port)) {
            return http.request(method, path, headers, body).answer();
        }
    }

    /** How long a read waits before it says {@link End#SILENT}; 10 seconds unless told. */
    public RawHttp patience(Duration value) throws SocketException {
        socket.setSoTimeout((int) value.toMillis());
        return this;
    }

    /** A well-formed request; Host and Content-Length are added. */
    public RawHttp request(String method, String path, Map<String, String> headers, String body)
            throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return send(join(head(method, path, headers, bytes.length), bytes));
    }

    /** The head of a request that promises a body of this length; negative promises none. */
    public static byte[] head(
            String method, String path, Map<String, String> headers, int contentLength) {
        var head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n");
        headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        if (contentLength >= 0) {
            head.append("Content-Length: " + contentLength + "\r\n");
        }
        return head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    public RawHttp send(String bytes) throws IOException {
        return send(bytes.getBytes(StandardCharsets.UTF_8));
    }

    public RawHttp send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /** Sends pieces of this size with a pause after each. */
    public RawHttp sendSlowly(byte[] bytes, int size, Duration pause) throws IOException {
        for (int at = 0; at < bytes.length; at += size) {
            int length = Math.min(size, bytes.length - at);
            socket.getOutputStream().write(bytes, at, length);
            socket.getOutputStream().flush();
            sleep(pause);
        }
        return this;
    }

    /** Sends header lines without end until the peer answers or closes; how many it took. */
    public int flood(int most) throws IOException {
        for (int sent = 0; sent < most; sent++) {
            try {
                send("X-Flood-" + sent + ": " + "f".repeat(100) + "\r\n");
            } catch (SocketException closed) {
                return sent;
            }
            if (in.available() > 0) {
                return sent;
            }
        }
        return most;
    }

    /** Reads the next answer's head; its status. */
    public int readHead() throws IOException {
        String[] first = line().split(" ", 3);
        if (first.length < 2 || !first[0].startsWith("HTTP/1.")) {
            throw new IOException("not an HTTP answer: " + String.join(" ", first));
        }
        status = Integer.parseInt(first[1]);
        headers = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            headers.merge(name, line.substring(colon + 1).strip(), (one, two) -> one + "\n" + two);
        }
        body = new BodyReader(in, headers);
        return status;
    }

    /** Of the head that was read last; names in lower case. */
    public Map<String, String> headers() {
        return headers;
    }

    /** Reads the rest of the answer, its head too if that was not read yet. */
    public Answer answer() throws IOException {
        BodyReader reader = body();
        String bytes = new String(reader.readAll(), StandardCharsets.ISO_8859_1);
        body = null;
        return new Answer(status, headers, bytes, reader.end());
    }

    /** Reads the answer as server-sent events, its head too if that was not read yet. */
    public RawEvents events() throws IOException {
        return new RawEvents(body());
    }

    /** True when the peer has closed; waits for as long as the patience. */
    public boolean closedByPeer() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (SocketException reset) {
            return true;
        }
    }

    /** Leaves as a killed process does: with a reset, at once. */
    public void abort() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Says that no more will be sent, and goes on reading. */
    public void halfClose() throws IOException {
        socket.shutdownOutput();
    }

    /** Leaves as a client does that hangs up. */
    @Override
    public void close() throws IOException {
        socket.close();
    }

    private BodyReader body() throws IOException {
        if (body == null) {
            readHead();
        }
        if (body == null) {
            throw new IllegalStateException("no head was read");
        }
        return body;
    }

    private String line() throws IOException {
        return BodyReader.line(in);
    }

    private static byte[] join(byte[] head, byte[] body) {
        byte[] all = new byte[head.length + body.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        return all;
    }

    private static void sleep(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stop);
        }
    }

    /** Names as they are to be sent, for a JSON request with a key. */
    public static Map<String, String> json(String key) {
        return Map.of("Authorization", "Bearer " + key, "Content-Type", "application/json");
    }
}
