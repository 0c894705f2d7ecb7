package dev.farebox.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands between a client and a server and counts the requests; passes on bytes as they are, and
 * the end of a connection as it was: closed in good order or reset.
 *
 * <p>Knows a request by its first line. A JSON body and an event cannot contain one, because line
 * breaks are escaped in them.
 */
public final class Tee implements AutoCloseable {
    private static final Pattern REQUEST =
            Pattern.compile("(?:GET|POST|PUT|PATCH|DELETE|HEAD) (/\\S{0,4000}) HTTP/1\\.1\r\n");
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 ([2-5]\\d\\d) ");
    private static final int BUFFER = 1 << 16;
    private static final int KEPT = 5_000;

    private final URI server;
    private final ServerSocket listener;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger requests = new AtomicInteger();
    private final List<String> paths = new CopyOnWriteArrayList<>();
    private final List<Integer> statuses = new CopyOnWriteArrayList<>();

    private Tee(URI server) throws IOException {
        this.server = server;
        this.listener = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        Thread.ofVirtual().start(this::accept);
    }

    public static Tee before(URI server) throws IOException {
        return new Tee(server);
    }

    /** Without a slash at its end. */
    public String url() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    public int requests() {
        return requests.get();
    }

    /** In the order in which they were asked for. */
    public List<String> paths() {
        return List.copyOf(paths);
    }

    /** In the order in which they were answered. */
    public List<Integer> statuses() {
        return List.copyOf(statuses);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                var upstream = new Socket(server.getHost(), server.getPort());
                client.setTcpNoDelay(true);
                upstream.setTcpNoDelay(true);
                open.add(client);
                open.add(upstream);
                Thread.ofVirtual().start(() -> pump(client, upstream, this::asked, REQUEST));
                Thread.ofVirtual().start(() -> pump(upstream, client, this::answered, STATUS));
            }
        } catch (IOException _) {
            // Closed.
        }
    }

    private interface Found {
        void found(String what);
    }

    private void asked(String path) {
        requests.incrementAndGet();
        paths.add(path);
    }

    private void answered(String status) {
        statuses.add(Integer.valueOf(status));
    }

    private static void pump(Socket from, Socket to, Found found, Pattern pattern) {
        byte[] buffer = new byte[BUFFER];
        var tail = new StringBuilder();
        try {
            InputStream in = from.getInputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                tail.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
                look(tail, found, pattern);
                to.getOutputStream().write(buffer, 0, n);
                to.getOutputStream().flush();
            }
            to.shutdownOutput();
        } catch (IOException _) {
            reset(from);
            reset(to);
        }
    }

    private static void look(StringBuilder tail, Found found, Pattern pattern) {
        Matcher matcher = pattern.matcher(tail);
        int seen = 0;
        while (matcher.find()) {
            found.found(matcher.group(1));
            seen = matcher.end();
        }
        tail.delete(0, Math.max(seen, tail.length() - KEPT));
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException _) {
            // It is closed already.
        }
    }
}
