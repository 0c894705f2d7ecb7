package dev.farebox.gateway;

import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.FailureClass;
import dev.farebox.gateway.exchange.GatewayProblem;
import dev.farebox.gateway.exchange.Refusal;
import dev.farebox.gateway.route.Channel;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds an upstream that answers: the candidate channels in order, within a small budget of
 * attempts, and only until an answer has begun. Every attempt is recorded.
 *
 * <p>Used on one event loop, once.
 */
final class Dispatch {
    private static final int MAX_ATTEMPTS = 3;
    private static final Duration FAILOVER_TIME = Duration.ofSeconds(20);
    private static final Duration REFUSAL_TIME = Duration.ofSeconds(5);
    private static final int REFUSAL_BYTES = 64 * 1024;
    private static final long RETRY_ADVICE_MILLIS = 2_000;

    /** What the route came to. */
    sealed interface Outcome {
        /** A 2xx head is here; the body is paused. */
        record Answering(Leg leg, HttpClientResponse response) implements Outcome {}

        record Failed(FailureClass why, GatewayProblem problem) implements Outcome {}
    }

    private final Loop loop;
    private final ClientRequest client;
    private final List<Leg> legs;
    private final List<Attempt> attempts;
    private final Promise<Outcome> outcome = Promise.promise();
    private final long began = System.nanoTime();
    private int next;
    private boolean reconnected;
    private @Nullable Call call;

    Dispatch(Loop loop, ClientRequest client, List<Leg> legs, List<Attempt> attempts) {
        this.loop = loop;
        this.client = client;
        this.legs = legs;
        this.attempts = attempts;
    }

    Future<Outcome> run() {
        attempt();
        return outcome.future();
    }

    /** Breaks the call off. Nothing happens when an upstream answers already. */
    void breakOff(FailureClass why, GatewayProblem problem) {
        if (call != null && !outcome.future().isComplete()) {
            call.abandon();
        }
        outcome.tryComplete(new Outcome.Failed(why, problem));
    }

    private void attempt() {
        var started = new Call(legs.get(next));
        call = started;
        started.start();
    }

    /** One upstream call. */
    private final class Call {
        private final Leg leg;
        private final Channel channel;
        private final long started = System.nanoTime();
        private @Nullable HttpClientRequest request;
        private boolean timedOut;
        private long timer = -1;

        private Call(Leg leg) {
            this.leg = leg;
            this.channel = leg.channel();
        }

        private void start() {
            loop.parts.tally().calledUpstream();
            byte[] body = leg.body(client);
            loop.upstream
                    .post(leg.options(client))
                    .onComplete(
                            request -> send(request, body), failure -> broken("connect", failure));
        }

        private void send(HttpClientRequest connected, byte[] body) {
            request = connected;
            if (outcome.future().isComplete()) {
                connected.reset();
                return;
            }
            timer =
                    loop.vertx.setTimer(
                            Patience.of(channel, loop.settings()).firstByte().toMillis(),
                            _ -> expire());
            connected
                    .send(Buffer.buffer(body))
                    .onComplete(this::head, failure -> broken("answer", failure));
        }

        private void expire() {
            timedOut = true;
            reset();
        }

        private void abandon() {
            record(0, "abandoned");
            loop.vertx.cancelTimer(timer);
            reset();
        }

        private void reset() {
            if (request != null) {
                request.reset();
            }
        }

        private void head(HttpClientResponse response) {
            loop.vertx.cancelTimer(timer);
            int status = response.statusCode();
            if (outcome.future().isComplete()) {
                response.request().reset();
            } else if (status >= 200 && status < 300) {
                response.pause();
                record(status, "answered");
                loop.shared.health().succeeded(channel.id());
                outcome.complete(new Outcome.Answering(leg, response));
            } else {
                readRefusal(response);
            }
        }

        private void readRefusal(HttpClientResponse response) {
            var body = Buffer.buffer();
            Promise<Void> read = Promise.promise();
            long limit =
                    loop.vertx.setTimer(REFUSAL_TIME.toMillis(), _ -> response.request().reset());
            response.handler(piece -> {
                if (body.length() < REFUSAL_BYTES) {
                    body.appendBuffer(piece);
                } else if (read.tryComplete()) {
                    response.request().reset();
                }
            });
            response.endHandler(_ -> read.tryComplete());
            response.exceptionHandler(_ -> read.tryComplete());
            read.future()
                    .onComplete(_ -> {
                        loop.vertx.cancelTimer(limit);
                        refused(response, body.getBytes());
                    });
        }

        private void refused(HttpClientResponse response, byte[] body) {
            Refusal refusal =
                    leg.provider()
                            .judge(
                                    response.statusCode(),
                                    body,
                                    Optional.ofNullable(
                                            response.getHeader(HttpHeaders.RETRY_AFTER)));
            if (outcome.future().isComplete()) {
                return;
            }
            record(response.statusCode(), "refused_" + lower(refusal.kind()));
            boolean request = note(refusal);
            if (request) {
                fail(
                        FailureClass.INVALID_REQUEST,
                        new GatewayProblem.UpstreamRefused(refusal.fault()));
            } else {
                long advice = Math.max(refusal.retryAfterMillis(), RETRY_ADVICE_MILLIS);
                nextOr(
                        FailureClass.UPSTREAM_ERROR_BEFORE_FIRST_BYTE,
                        new GatewayProblem.UpstreamUnavailable(advice),
                        false);
            }
        }

        /** Tells health; true when the fault is the request's own and no other channel may help. */
        private boolean note(Refusal refusal) {
            var health = loop.shared.health();
            switch (refusal.kind()) {
                case CREDENTIAL, FUNDS -> health.credentialRefused(channel.id());
                case RATE_LIMITED ->
                        health.rateLimited(
                                channel.id(),
                                Duration.ofMillis(
                                        Math.max(refusal.retryAfterMillis(), RETRY_ADVICE_MILLIS)));
                case FAILING -> health.failed(channel.id());
                case MODEL, CONTENT, REQUEST -> {}
            }
            return !refusal.kind().otherChannelMayHelp();
        }

        private void broken(String where, Throwable failure) {
            loop.vertx.cancelTimer(timer);
            if (outcome.future().isComplete()) {
                return;
            }
            loop.shared.health().failed(channel.id());
            if (timedOut) {
                record(0, "first_byte_timeout");
                fail(FailureClass.UPSTREAM_TIMEOUT, new GatewayProblem.UpstreamTimeout());
                return;
            }
            record(0, where + "_failed " + failure.getClass().getSimpleName());
            nextOr(
                    FailureClass.UPSTREAM_ERROR_BEFORE_FIRST_BYTE,
                    new GatewayProblem.UpstreamUnavailable(RETRY_ADVICE_MILLIS),
                    !reconnected);
        }

        private void record(int status, String result) {
            long millis = (System.nanoTime() - started) / 1_000_000;
            attempts.add(new Attempt(channel.name(), status, result, millis));
        }
    }

    /** Tries the next channel, or once more the same when only its connection had gone stale. */
    private void nextOr(FailureClass why, GatewayProblem problem, boolean sameMayHelp) {
        boolean budget =
                attempts.size() < MAX_ATTEMPTS
                        && System.nanoTime() - began < FAILOVER_TIME.toNanos();
        boolean another = next + 1 < legs.size();
        if (outcome.future().isComplete()) {
            return;
        }
        if (budget && another) {
            next++;
            attempt();
        } else if (budget && sameMayHelp) {
            reconnected = true;
            attempt();
        } else {
            fail(why, problem);
        }
    }

    private void fail(FailureClass why, GatewayProblem problem) {
        outcome.tryComplete(new Outcome.Failed(why, problem));
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(java.util.Locale.ROOT);
    }
}
