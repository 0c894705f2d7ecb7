package dev.farebox.gateway.provider.demo;

import dev.farebox.gateway.provider.demo.DemoFaults.Count;
import dev.farebox.gateway.provider.demo.Play.Ending;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;

/**
 * Puts one play on the wire, at its pace and no faster than the peer reads. Without a pace, writes
 * are gathered to larger ones.
 */
final class Player {
    private static final int GATHERED = 16 << 10;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Vertx vertx;
    private final HttpConnection connection;
    private final HttpServerResponse response;
    private final Exchange exchange;
    private final Play play;
    private final long nanosPerWrite;
    private long startNanos;
    private boolean paused;

    Player(Vertx vertx, HttpConnection connection, Exchange exchange, Play play) {
        this.vertx = vertx;
        this.connection = connection;
        this.response = exchange.response();
        this.exchange = exchange;
        this.play = play;
        this.nanosPerWrite = play.perWrite().toNanos();
    }

    void start() {
        after(play.first(), this::head);
    }

    private void head() {
        if (play.ending() == Ending.HANG_UP) {
            exchange.end(Count.CUT);
            connection.close();
            return;
        }
        play.headers().forEach(response::putHeader);
        if (play.length() == Play.CHUNKED) {
            response.setChunked(true);
        } else {
            response.putHeader("content-length", Long.toString(play.length()));
        }
        exchange.started();
        startNanos = System.nanoTime();
        go();
    }

    private void go() {
        while (!exchange.isOver()) {
            if (response.writeQueueFull()) {
                response.drainHandler(_ -> go());
                return;
            }
            if (!paused && exchange.writes() >= play.pauseAfter()) {
                paused = true;
                after(play.pause(), this::go);
                return;
            }
            long early = tooEarlyNanos();
            if (early > 0) {
                after(Duration.ofNanos(early), this::go);
                return;
            }
            Buffer out = Buffer.buffer(512);
            gather(out);
            if (!play.writes().more()) {
                finish(out);
                return;
            }
            response.write(out);
        }
    }

    /** One write at a pace; as many as fit before the pause without one. */
    private void gather(Buffer out) {
        while (play.writes().more()) {
            play.writes().next(out);
            exchange.wrote();
            if (nanosPerWrite > 0
                    || out.length() >= GATHERED
                    || (exchange.writes() >= play.pauseAfter() && !paused)) {
                return;
            }
        }
    }

    private long tooEarlyNanos() {
        return nanosPerWrite == 0
                ? 0
                : startNanos + exchange.writes() * nanosPerWrite - System.nanoTime();
    }

    private void finish(Buffer last) {
        switch (play.ending()) {
            case END ->
                    response.end(last)
                            .onComplete(
                                    _ -> exchange.end(Count.FINISHED),
                                    _ -> exchange.end(Count.ABORTED));
            case CLOSE -> {
                exchange.end(Count.CUT);
                flush(last).onComplete(_ -> connection.close());
            }
            case SILENCE, HANG_UP -> flush(last);
        }
    }

    private Future<Void> flush(Buffer last) {
        return last.length() == 0 ? response.writeHead() : response.write(last);
    }

    private void after(Duration wait, Runnable then) {
        if (wait.isZero()) {
            then.run();
            return;
        }
        long millis = Math.max(1, (wait.toNanos() + NANOS_PER_MILLI / 2) / NANOS_PER_MILLI);
        vertx.setTimer(
                millis,
                _ -> {
                    if (!exchange.isOver()) {
                        then.run();
                    }
                });
    }
}
