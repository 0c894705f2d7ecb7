package dev.farebox.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** The only way out of the machine that a client is shown: refuses everything and remembers it. */
public final class TrapProxy implements AutoCloseable {
    private static final byte[] REFUSAL =
            "HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket listener;
    private final List<String> attempts = new CopyOnWriteArrayList<>();

    public TrapProxy() {
        try {
            listener = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /** What makes a program use it for everything that is not on this machine. */
    public Map<String, String> environment() {
        String url = "http://127.0.0.1:" + listener.getLocalPort();
        return Map.of(
                "HTTPS_PROXY", url,
                "HTTP_PROXY", url,
                "https_proxy", url,
                "http_proxy", url,
                "NO_PROXY", "127.0.0.1,localhost",
                "no_proxy", "127.0.0.1,localhost");
    }

    /** The first line of every attempt to get out. */
    public List<String> attempts() {
        return List.copyOf(attempts);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Thread.ofVirtual().start(() -> refuse(client));
            } catch (IOException _) {
                // This connection failed, or the trap was closed: the loop finds out.
            }
        }
    }

    private void refuse(Socket client) {
        try (client;
                var lines =
                        new BufferedReader(
                                new InputStreamReader(
                                        client.getInputStream(), StandardCharsets.UTF_8))) {
            attempts.add(String.valueOf(lines.readLine()));
            client.getOutputStream().write(REFUSAL);
        } catch (IOException _) {
            // It left before the refusal.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
