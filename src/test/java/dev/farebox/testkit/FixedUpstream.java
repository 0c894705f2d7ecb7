package dev.farebox.testkit;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;

/**
 * An upstream that answers every request with the same bytes, which a test has laid down: whatever
 * is asked, at whatever path. A connection of its own for each request.
 */
public final class FixedUpstream implements AutoCloseable {
    private final ServerSocket server;
    private final AtomicReference<byte[]> answer = new AtomicReference<>(new byte[0]);
    private final AtomicReference<String> asked = new AtomicReference<>("");

    private FixedUpstream(ServerSocket server) {
        this.server = server;
    }

    public static FixedUpstream start() {
        try {
            var upstream =
                    new FixedUpstream(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
            Thread.ofVirtual().name("fixed-upstream").start(upstream::accept);
            return upstream;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Of the whole place, {@code /v1} for everyone. */
    public String baseUrl() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/v1";
    }

    /** The next answers are this body of this type, whole. */
    public void answers(String contentType, byte[] body) {
        byte[] head =
                ("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: "
                                + contentType
                                + "\r\nContent-Length: "
                                + body.length
                                + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[head.length + body.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        answer.set(all);
    }

    /** The head of the last request. */
    public String asked() {
        return asked.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException _) {
            // closed: the test is over
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            var head = new StringBuilder();
            for (String line = BodyReader.line(in); !line.isEmpty(); line = BodyReader.line(in)) {
                head.append(line).append('\n');
            }
            asked.set(head.toString());
            in.skipNBytes(length(head.toString()));
            OutputStream out = socket.getOutputStream();
            out.write(answer.get());
            out.flush();
        } catch (SocketException _) {
            // the gateway has left
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static long length(String head) {
        for (String line : head.split("\n")) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                return Long.parseLong(line.substring(line.indexOf(':') + 1).strip());
            }
        }
        return 0;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
