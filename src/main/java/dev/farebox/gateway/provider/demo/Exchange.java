package dev.farebox.gateway.provider.demo;

import dev.farebox.gateway.provider.demo.DemoFaults.Abort;
import dev.farebox.gateway.provider.demo.DemoFaults.Count;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;

/** One request from arrival to its one end; lives on the event loop of its connection. */
final class Exchange {
    private final DemoFaults faults;
    private final HttpServerResponse response;
    private final String requestId;
    private final long seenNanos = System.nanoTime();
    private long writes;
    private boolean over;

    Exchange(DemoFaults faults, HttpServerResponse response, String requestId) {
        this.faults = faults;
        this.response = response;
        this.requestId = requestId;
        faults.add(Count.SEEN);
        response.closeHandler(_ -> peerClosed());
        // The close handler tells it all.
        response.exceptionHandler(_ -> {});
    }

    HttpServerResponse response() {
        return response;
    }

    String requestId() {
        return requestId;
    }

    boolean isOver() {
        return over;
    }

    void started() {
        faults.add(Count.STARTED);
    }

    void wrote() {
        writes++;
    }

    long writes() {
        return writes;
    }

    void end(Count how) {
        if (!over) {
            over = true;
            faults.add(how);
        }
    }

    private void peerClosed() {
        if (!over) {
            long now = System.nanoTime();
            faults.aborted(new Abort(requestId, writes, Duration.ofNanos(now - seenNanos), now));
            end(Count.ABORTED);
        }
    }
}
