package dev.farebox.gateway;

import dev.farebox.ledger.CaptureHold;
import dev.farebox.ledger.CaptureOutcome;
import dev.farebox.ledger.ExtendHold;
import dev.farebox.ledger.ExtendOutcome;
import dev.farebox.ledger.Ledger;
import dev.farebox.ledger.PlaceHold;
import dev.farebox.ledger.PlaceOutcome;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ledger as an event loop sees it: its answers arrive on the loop, and nothing here blocks.
 *
 * <p>This is where event loops end: the ledger's queue takes the command, its writer runs on a
 * thread of its own.
 */
final class Funds {
    private static final Logger LOG = LoggerFactory.getLogger(Funds.class);
    private static final int MOST_RELEASES = 256;
    private static final Duration FIRST_RETRY = Duration.ofMillis(50);
    private static final Duration LAST_RETRY = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final Context context;
    private final Ledger ledger;
    private int releasing;

    Funds(Vertx vertx, Ledger ledger) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.ledger = ledger;
    }

    Future<PlaceOutcome> place(PlaceHold command) {
        return onLoop(ledger.place(command));
    }

    Future<ExtendOutcome> extend(ExtendHold command) {
        return onLoop(ledger.extend(command));
    }

    /**
     * Releases a hold of which it is not known whether it was placed: the ledger did not answer in
     * time. Few at once; beyond that the hold is left to its expiry.
     */
    void release(CaptureHold nothing) {
        if (releasing < MOST_RELEASES) {
            releasing++;
            onLoop(ledger.capture(nothing)).onComplete(_ -> releasing--);
        }
    }

    /**
     * Captures until it is durable: a failure is retried with growing pauses for as long as this
     * process lives. Repeating is safe, since a hold is resolved once.
     */
    Future<CaptureOutcome> capture(CaptureHold command) {
        Promise<CaptureOutcome> durable = Promise.promise();
        capture(command, durable, FIRST_RETRY);
        return durable.future();
    }

    private void capture(CaptureHold command, Promise<CaptureOutcome> durable, Duration pause) {
        onLoop(ledger.capture(command))
                .onSuccess(durable::complete)
                .onFailure(failure -> {
                    LOG.warn(
                            "capture.retry hold={} pause_ms={} why={}",
                            command.hold(),
                            pause.toMillis(),
                            failure.toString());
                    Duration next = pause.multipliedBy(2);
                    vertx.setTimer(
                            pause.toMillis(),
                            _ ->
                                    capture(
                                            command,
                                            durable,
                                            next.compareTo(LAST_RETRY) > 0 ? LAST_RETRY : next));
                });
    }

    private <T> Future<T> onLoop(CompletableFuture<T> future) {
        return Future.fromCompletionStage(future, context);
    }
}
