package dev.farebox.gateway;

import dev.farebox.gateway.exchange.Reply;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;

/**
 * The client's end of an event stream. Its head goes out with the first bytes, so that a failure
 * before them is an ordinary error answer.
 */
final class ClientStream {
    /**
     * Between an error event and the close: a client must read the one before it sees the other.
     */
    private static final Duration BEFORE_CUT = Duration.ofMillis(100);

    private static final Duration STALL_TIME = Duration.ofSeconds(60);

    private final Vertx vertx;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final String contentType;
    private Runnable writable = () -> {};
    private Runnable stalled = () -> {};
    private long stallTimer = -1;

    ClientStream(Vertx vertx, HttpServerRequest request, String contentType) {
        this.vertx = vertx;
        this.request = request;
        this.response = request.response();
        this.contentType = contentType;
    }

    void whenWritable(Runnable action) {
        writable = action;
    }

    /** {@code action} runs once when the client leaves written bytes unread for too long. */
    void whenStalled(Runnable action) {
        stalled = action;
    }

    boolean isFull() {
        return !isGone() && response.writeQueueFull();
    }

    private boolean isGone() {
        return response.closed() || response.ended();
    }

    void write(Buffer bytes) {
        if (isGone()) {
            return;
        }
        head();
        response.write(bytes);
        if (response.writeQueueFull() && stallTimer < 0) {
            stallTimer = vertx.setTimer(STALL_TIME.toMillis(), _ -> stalled.run());
            response.drainHandler(_ -> drained());
        }
    }

    private void drained() {
        vertx.cancelTimer(stallTimer);
        stallTimer = -1;
        writable.run();
    }

    private void head() {
        if (response.headWritten()) {
            return;
        }
        response.setChunked(true);
        response.putHeader("content-type", contentType);
        response.putHeader("cache-control", "no-cache");
        response.putHeader("x-accel-buffering", "no");
    }

    /** The clean end. */
    void end(Buffer last) {
        if (!isGone()) {
            head();
            response.end(last);
        }
        settle();
    }

    /**
     * The unclean one: an ordinary error answer while nothing was sent, else the error event, and
     * then the connection is closed without the final chunk, so that no client takes half an answer
     * for a whole one.
     */
    void cut(Reply instead, byte[] event) {
        settle();
        if (isGone()) {
            return;
        }
        if (!response.headWritten()) {
            Answers.send(response, instead);
            return;
        }
        response.write(Buffer.buffer(event));
        vertx.setTimer(BEFORE_CUT.toMillis(), _ -> close());
    }

    void close() {
        settle();
        request.connection().close();
    }

    private void settle() {
        vertx.cancelTimer(stallTimer);
    }
}
