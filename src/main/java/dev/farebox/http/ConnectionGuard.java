package dev.farebox.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Closes the connections of one event loop that have sent no complete request head in time, however
 * slowly they trickle, and those above the limit. A connection with an exchange under way is left
 * alone: the exchange has time-outs of its own.
 *
 * <p>Used on its event loop alone.
 */
public final class ConnectionGuard {
    private static final long TICK_MILLIS = 500;

    private final Vertx vertx;
    private final EdgeLimits limits;
    private final Map<HttpConnection, Watched> open = new HashMap<>();

    public ConnectionGuard(Vertx vertx, EdgeLimits limits) {
        this.vertx = vertx;
        this.limits = limits;
    }

    public void start() {
        vertx.setPeriodic(TICK_MILLIS, _ -> closeLate());
    }

    public void opened(HttpConnection connection) {
        if (open.size() >= limits.maxConnections()) {
            connection.close();
            return;
        }
        open.put(connection, new Watched(System.nanoTime() + limits.headTime().toNanos()));
        connection.closeHandler(_ -> open.remove(connection));
    }

    /** A request head is complete; the clock runs again once its answer has ended. */
    public void requested(HttpServerRequest request) {
        Watched watched = open.get(request.connection());
        if (watched != null) {
            watched.exchanges++;
            request.response().endHandler(_ -> answered(watched));
        }
    }

    private void answered(Watched watched) {
        watched.exchanges--;
        watched.deadline = System.nanoTime() + limits.keepAliveTime().toNanos();
    }

    private void closeLate() {
        long now = System.nanoTime();
        for (var entry : List.copyOf(open.entrySet())) {
            if (entry.getValue().isLate(now)) {
                entry.getKey().close();
            }
        }
    }

    private static final class Watched {
        private long deadline;
        private int exchanges;

        private Watched(long deadline) {
            this.deadline = deadline;
        }

        private boolean isLate(long now) {
            return exchanges == 0 && now - deadline > 0;
        }
    }
}
