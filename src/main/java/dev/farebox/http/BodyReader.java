package dev.farebox.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/**
 * Reads one request body whole, within the limits. Used on the request's event loop, once.
 *
 * <p>The returned future never fails: every ending is a {@link BodyOutcome}. The budget is taken
 * piece by piece as bytes arrive, so that an announced length costs nothing.
 */
public final class BodyReader {
    private final Vertx vertx;
    private final EdgeLimits limits;
    private final ByteBudget budget;
    private final HttpServerRequest request;
    private final Promise<BodyOutcome> outcome = Promise.promise();
    private final Buffer collected = Buffer.buffer();
    private long timer;

    private BodyReader(
            Vertx vertx, EdgeLimits limits, ByteBudget budget, HttpServerRequest request) {
        this.vertx = vertx;
        this.limits = limits;
        this.budget = budget;
        this.request = request;
    }

    public static Future<BodyOutcome> read(
            Vertx vertx, EdgeLimits limits, ByteBudget budget, HttpServerRequest request) {
        return new BodyReader(vertx, limits, budget, request).start();
    }

    private Future<BodyOutcome> start() {
        Optional<BodyEncoding> encoding = BodyEncoding.of(request.headers());
        if (encoding.isEmpty()) {
            String named = BodyEncoding.shown(request.headers());
            return Future.succeededFuture(new BodyOutcome.UnknownEncoding(named));
        }
        if (announcedLength() > limits.maxBodyBytes()) {
            return Future.succeededFuture(new BodyOutcome.TooLarge(limits.maxBodyBytes()));
        }
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
        timer =
                vertx.setTimer(
                        limits.bodyTime().toMillis(), _ -> giveUp(new BodyOutcome.TooSlow()));
        request.handler(this::piece);
        request.exceptionHandler(_ -> giveUp(new BodyOutcome.Gone()));
        request.endHandler(_ -> end(encoding.get()));
        return outcome.future();
    }

    private void piece(Buffer piece) {
        if (outcome.future().isComplete()) {
            return;
        }
        if (collected.length() + piece.length() > limits.maxBodyBytes()) {
            giveUp(new BodyOutcome.TooLarge(limits.maxBodyBytes()));
        } else if (!budget.take(piece.length())) {
            giveUp(new BodyOutcome.NoRoom());
        } else {
            collected.appendBuffer(piece);
        }
    }

    private void giveUp(BodyOutcome why) {
        if (outcome.tryComplete(why)) {
            vertx.cancelTimer(timer);
            budget.giveBack(collected.length());
        }
    }

    private void end(BodyEncoding encoding) {
        vertx.cancelTimer(timer);
        if (outcome.future().isComplete()) {
            return;
        }
        byte[] bytes = collected.getBytes();
        if (encoding == BodyEncoding.IDENTITY) {
            outcome.complete(new BodyOutcome.Complete(bytes, bytes.length));
        } else {
            inflate(encoding, bytes);
        }
    }

    private void inflate(BodyEncoding encoding, byte[] compressed) {
        Context context = vertx.getOrCreateContext();
        Thread.ofVirtual()
                .name("inflate")
                .start(() -> {
                    BodyOutcome inflated =
                            Inflation.inflate(
                                    encoding,
                                    compressed,
                                    limits.maxBodyBytes(),
                                    limits.inflateRatio(),
                                    budget);
                    budget.giveBack(compressed.length);
                    context.runOnContext(_ -> outcome.complete(inflated));
                });
    }

    private long announcedLength() {
        String header = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return header == null ? 0 : Long.parseLong(header.strip());
        } catch (NumberFormatException _) {
            return 0; // The HTTP decoder has refused what is not a number.
        }
    }
}
