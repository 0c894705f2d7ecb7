package dev.farebox.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/**
 * Reads on what a refused client still sends, within bounds, then closes the connection.
 *
 * <p>Closing at once would reset the connection while the client writes, and it would never read
 * why it was refused. A small rest is read to its end, and the connection stays usable.
 */
public final class Drain {
    private final Vertx vertx;
    private final EdgeLimits limits;

    public Drain(Vertx vertx, EdgeLimits limits) {
        this.vertx = vertx;
        this.limits = limits;
    }

    /** Call before the answer is written: it may set {@code connection: close}. */
    public void rest(HttpServerRequest request) {
        if (request.isEnded()) {
            return;
        }
        boolean small = announced(request) <= limits.drainBytes();
        if (!small) {
            request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        long timer =
                vertx.setTimer(limits.drainTime().toMillis(), _ -> request.connection().close());
        request.exceptionHandler(_ -> vertx.cancelTimer(timer));
        request.endHandler(_ -> vertx.cancelTimer(timer));
        request.handler(_ -> {
            if (request.bytesRead() > limits.drainBytes()) {
                request.connection().close();
            }
        });
        request.resume();
    }

    private static long announced(HttpServerRequest request) {
        String header = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (header == null) {
            boolean chunked = request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
            return chunked ? Long.MAX_VALUE : 0;
        }
        try {
            return Long.parseLong(header.strip());
        } catch (NumberFormatException _) {
            return Long.MAX_VALUE;
        }
    }
}
