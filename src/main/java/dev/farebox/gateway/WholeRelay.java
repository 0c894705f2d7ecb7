package dev.farebox.gateway;

import dev.farebox.gateway.exchange.AnswerSummary;
import dev.farebox.gateway.exchange.FailureClass;
import dev.farebox.gateway.exchange.GatewayProblem;
import dev.farebox.gateway.exchange.StoredId;
import dev.farebox.gateway.exchange.WholeAnswer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Carries an answer that is not streamed. It is read whole and sent when its charge is durable; it
 * is read to its end, and charged, also when the client has gone.
 *
 * <p>An answer that breaks off has delivered nothing that could be passed on. Used on one event
 * loop, once.
 */
final class WholeRelay implements Relay {
    private final Loop loop;
    private final UpstreamAnswer answer;
    private final HttpClientResponse upstream;
    private final HttpServerResponse client;
    private final Duration idleTime;
    private final Promise<Ending> ending = Promise.promise();
    private final Buffer body = Buffer.buffer();
    private long lastPiece = System.nanoTime();
    private long watcher = -1;
    private byte @Nullable [] whole;
    private List<StoredId> stored = List.of();

    WholeRelay(Loop loop, UpstreamAnswer answer, HttpServerResponse client, Duration idleTime) {
        this.loop = loop;
        this.answer = answer;
        this.upstream = answer.response();
        this.client = client;
        this.idleTime = idleTime;
    }

    @Override
    public Future<Ending> run() {
        upstream.handler(this::piece);
        upstream.endHandler(_ -> whole());
        upstream.exceptionHandler(_ -> cut());
        watch();
        upstream.resume();
        return ending.future();
    }

    private void piece(Buffer piece) {
        if (isOver()) {
            return;
        }
        lastPiece = System.nanoTime();
        answer.arriving();
        if (body.length() + piece.length() > loop.settings().maxAnswerBytes()) {
            cut();
        } else if (!loop.shared.budget().take(piece.length())) {
            breakOff(FailureClass.PLATFORM_FAULT, new GatewayProblem.Overloaded());
        } else {
            body.appendBuffer(piece);
        }
    }

    private void whole() {
        if (isOver()) {
            return;
        }
        byte[] bytes = body.getBytes();
        switch (answer.read(bytes)) {
            case WholeAnswer.Read _ when !answer.isTranslatable(bytes) -> cut();
            case WholeAnswer.Read(AnswerSummary summary) -> {
                whole = answer.clientBody(bytes);
                stored = summary.stored();
                end(
                        new Ending.Completed(
                                new Received(summary.usage(), summary.estimatedOutput(), true),
                                summary.refused()));
            }
            case WholeAnswer.Failed _, WholeAnswer.Garbage _ -> cut();
        }
    }

    private void cut() {
        breakOff(FailureClass.UPSTREAM_ERROR_BEFORE_FIRST_BYTE, new GatewayProblem.UpstreamCut());
    }

    private void watch() {
        long silent = System.nanoTime() - lastPiece;
        long left = idleTime.toNanos() - silent;
        watcher =
                loop.vertx.setTimer(
                        Math.max(1, left / 1_000_000),
                        _ -> {
                            if (isOver()) {
                                return;
                            }
                            if (System.nanoTime() - lastPiece < idleTime.toNanos()) {
                                watch();
                            } else {
                                breakOff(
                                        FailureClass.UPSTREAM_TIMEOUT,
                                        new GatewayProblem.UpstreamTimeout());
                            }
                        });
    }

    @Override
    public void breakOff(FailureClass why, GatewayProblem problem) {
        if (!isOver()) {
            end(new Ending.Failed(why, Received.NOTHING, problem));
            upstream.request().reset();
        }
    }

    private void end(Ending how) {
        // A timer left behind would keep the whole exchange in memory for the idle time.
        loop.vertx.cancelTimer(watcher);
        answer.over(how);
        ending.complete(how);
    }

    private boolean isOver() {
        return ending.future().isComplete();
    }

    @Override
    public void clientLeft() {
        // The provider bills the answer whole, so it is read and charged whole.
    }

    @Override
    public List<StoredId> stored() {
        return stored;
    }

    @Override
    public void complete() {
        if (!client.ended() && !client.closed()) {
            answer.copyHeaders(client);
            client.putHeader("content-type", answer.clientType());
            client.end(whole == null ? body : Buffer.buffer(whole));
        }
        giveBack();
    }

    @Override
    public void fail(GatewayProblem problem) {
        Answers.send(client, answer.error(problem));
        giveBack();
    }

    /** Somebody else answers the client. */
    void forget() {
        giveBack();
    }

    private void giveBack() {
        loop.shared.budget().giveBack(body.length());
    }
}
