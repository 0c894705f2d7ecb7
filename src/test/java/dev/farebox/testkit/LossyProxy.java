package dev.farebox.testkit;

import dev.farebox.db.Login;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Stands between a client and PostgreSQL, and loses the answer to a commit when told to: the server
 * has committed, the client cannot know.
 */
public final class LossyProxy implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final Login target;
    private final ServerSocket listener;
    private final AtomicBoolean loseNextCommit = new AtomicBoolean();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    public LossyProxy(Login target) throws IOException {
        this.target = target;
        this.listener = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        Thread.ofVirtual().start(this::accept);
    }

    /** The same database by way of this proxy. */
    public Login login() {
        return target.withJdbcUrl(
                target.jdbcUrl().replaceFirst(":[0-9]+/", ":" + listener.getLocalPort() + "/"));
    }

    /** The server will run the next commit; its answer will not arrive. */
    public void loseNextCommit() {
        loseNextCommit.set(true);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    private void accept() {
        URI address = URI.create(target.jdbcUrl().substring("jdbc:".length()));
        try {
            while (true) {
                Socket client = listener.accept();
                var server = new Socket(address.getHost(), address.getPort());
                open.add(client);
                open.add(server);
                var lost = new AtomicBoolean();
                Thread.ofVirtual().start(() -> pump(client, server, true, lost));
                Thread.ofVirtual().start(() -> pump(server, client, false, lost));
            }
        } catch (IOException _) {
            // Closed.
        }
    }

    private void pump(Socket from, Socket to, boolean fromClient, AtomicBoolean lost) {
        byte[] buffer = new byte[BUFFER];
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (fromClient && isCommit(buffer, n) && loseNextCommit.getAndSet(false)) {
                    lost.set(true);
                }
                if (!fromClient && lost.get()) {
                    return;
                }
                out.write(buffer, 0, n);
                out.flush();
            }
        } catch (IOException e) {
            if (!listener.isClosed() && !lost.get() && !from.isClosed()) {
                throw new UncheckedIOException(e);
            }
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private static boolean isCommit(byte[] buffer, int length) {
        return new String(buffer, 0, length, StandardCharsets.ISO_8859_1).contains("COMMIT\0");
    }
}
