package dev.farebox.gateway;

import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.FailureClass;
import dev.farebox.gateway.exchange.GatewayProblem;
import dev.farebox.gateway.exchange.Refusal;
import dev.farebox.gateway.route.Channel;
import dev.farebox.gateway.route.Choice;
import dev.farebox.gateway.route.Ticket;
import dev.farebox.gateway.route.Wish;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Finds an upstream that answers: one channel after the other, within a small budget of attempts,
 * and only until an answer has begun. Every attempt is recorded.
 *
 * <p>Used on one event loop, once.
 */
final class Dispatch {
    private static final int MAX_ATTEMPTS = 3;
    private static final Duration FAILOVER_TIME = Duration.ofSeconds(20);
    private static final Duration REFUSAL_TIME = Duration.ofSeconds(5);
    private static final String MODEL_NOT_FOUND = "model_not_found";
    private static final int REFUSAL_BYTES = 64 * 1024;
    private static final long RETRY_ADVICE_MILLIS = 2_000;

    /** What the route came to. */
    sealed interface Outcome {
        /** A 2xx head is here; the body is paused, and whoever reads it ends the ticket. */
        record Answering(Leg leg, HttpClientResponse response, Ticket ticket) implements Outcome {}

        record Failed(FailureClass why, GatewayProblem problem) implements Outcome {}
    }

    private final Loop loop;
    private final ClientRequest client;
    private final List<Leg> legs;
    private final List<Attempt> attempts;
    private final Promise<Outcome> outcome = Promise.promise();
    private final long began = System.nanoTime();
    private final Wish wish;
    private final Set<UUID> tried = new HashSet<>();
    private boolean reconnected;
    private @Nullable Call call;

    Dispatch(Loop loop, ClientRequest client, List<Leg> legs, Wish wish, List<Attempt> attempts) {
        this.loop = loop;
        this.client = client;
        this.legs = legs;
        this.wish = wish;
        this.attempts = attempts;
    }

    Future<Outcome> run() {
        switch (choose()) {
            case Choice.Taken(Ticket ticket) -> attempt(ticket);
            case Choice.Unavailable unavailable ->
                    fail(FailureClass.UPSTREAM_ERROR_BEFORE_FIRST_BYTE, unavailable(unavailable));
        }
        return outcome.future();
    }

    /** What a client is told when no channel can be used. */
    static GatewayProblem unavailable(Choice.Unavailable why) {
        return new GatewayProblem.UpstreamUnavailable(Math.max(1, why.pause().toMillis()));
    }

    private Choice choose() {
        return loop.shared.router().choose(legs.stream().map(Leg::channel).toList(), wish, tried);
    }

    /** Breaks the call off. Nothing happens when an upstream answers already. */
    void breakOff(FailureClass why, GatewayProblem problem) {
        Call current = outcome.future().isComplete() ? null : call;
        if (current != null) {
            current.abandon();
        }
        outcome.tryComplete(new Outcome.Failed(why, problem));
        // Last: it fails the call at once, which must not look like a reason for another.
        if (current != null) {
            current.reset();
        }
    }

    private void attempt(Ticket ticket) {
        tried.add(ticket.channel().id());
        var started = new Call(leg(ticket.channel()), ticket);
        call = started;
        started.start();
    }

    private Leg leg(Channel channel) {
        return legs.stream()
                .filter(leg -> leg.channel().id().equals(channel.id()))
                .findFirst()
                .orElseThrow();
    }

    /** One upstream call. */
    private final class Call {
        private final Leg leg;
        private final Channel channel;
        private final Ticket ticket;
        private final long started = System.nanoTime();
        private @Nullable HttpClientRequest request;
        private boolean timedOut;
        private long timer = -1;

        private Call(Leg leg, Ticket ticket) {
            this.leg = leg;
            this.ticket = ticket;
            this.channel = leg.channel();
        }

        private void start() {
            loop.parts.tally().calledUpstream();
            byte[] body = leg.body(client);
            loop.upstream
                    .request(leg.options(client))
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
            ticket.end();
            loop.vertx.cancelTimer(timer);
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
                ticket.answered();
                outcome.complete(new Outcome.Answering(leg, response, ticket));
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
                    ofState(
                            leg.provider()
                                    .judge(
                                            response.statusCode(),
                                            body,
                                            Optional.ofNullable(
                                                    response.getHeader(HttpHeaders.RETRY_AFTER))));
            if (outcome.future().isComplete()) {
                return;
            }
            record(response.statusCode(), "refused_" + lower(refusal.kind()));
            note(refusal);
            ticket.end();
            if (refusal.kind().otherChannelMayHelp()) {
                long advice = Math.max(refusal.retryAfterMillis(), RETRY_ADVICE_MILLIS);
                nextOr(
                        FailureClass.UPSTREAM_ERROR_BEFORE_FIRST_BYTE,
                        new GatewayProblem.UpstreamUnavailable(advice),
                        Optional.empty());
            } else {
                fail(
                        FailureClass.INVALID_REQUEST,
                        new GatewayProblem.UpstreamRefused(refusal.fault()));
            }
        }

        /** What a client continues may be gone: that says nothing about the channel. */
        private Refusal ofState(Refusal refusal) {
            boolean stateGone =
                    client.state() != null
                            && refusal.kind() == Refusal.Kind.MODEL
                            && !MODEL_NOT_FOUND.equals(refusal.fault().code());
            return stateGone ? new Refusal(Refusal.Kind.REQUEST, refusal.fault(), 0) : refusal;
        }

        private void note(Refusal refusal) {
            switch (refusal.kind()) {
                case CREDENTIAL, FUNDS -> ticket.credentialRefused();
                case RATE_LIMITED ->
                        ticket.rateLimited(Duration.ofMillis(refusal.retryAfterMillis()));
                case FAILING -> ticket.failed();
                case MODEL -> ticket.modelRefused();
                case CONTENT, REQUEST -> ticket.succeeded();
            }
        }

        private void broken(String where, Throwable failure) {
            loop.vertx.cancelTimer(timer);
            if (outcome.future().isComplete()) {
                return;
            }
            ticket.failed();
            ticket.end();
            if (timedOut) {
                record(0, "first_byte_timeout");
                fail(FailureClass.UPSTREAM_TIMEOUT, new GatewayProblem.UpstreamTimeout());
                return;
            }
            record(0, where + "_failed " + failure.getClass().getSimpleName());
            nextOr(
                    FailureClass.UPSTREAM_ERROR_BEFORE_FIRST_BYTE,
                    new GatewayProblem.UpstreamUnavailable(RETRY_ADVICE_MILLIS),
                    Optional.of(channel).filter(_ -> !reconnected));
        }

        private void record(int status, String result) {
            long millis = (System.nanoTime() - started) / 1_000_000;
            attempts.add(new Attempt(channel.name(), status, result, millis));
        }
    }

    /**
     * Tries another channel, or once more the same when only its connection had gone stale.
     *
     * @param same empty where it would not help
     */
    private void nextOr(FailureClass why, GatewayProblem problem, Optional<Channel> same) {
        boolean budget =
                attempts.size() < MAX_ATTEMPTS
                        && System.nanoTime() - began < FAILOVER_TIME.toNanos();
        if (outcome.future().isComplete()) {
            return;
        }
        if (!budget) {
            fail(why, problem);
            return;
        }
        switch (choose()) {
            case Choice.Taken(Ticket ticket) -> attempt(ticket);
            case Choice.Unavailable _ -> {
                Optional<Ticket> again =
                        same.flatMap(channel -> loop.shared.router().take(channel, wish));
                reconnected = true;
                again.ifPresentOrElse(this::attempt, () -> fail(why, problem));
            }
        }
    }

    private void fail(FailureClass why, GatewayProblem problem) {
        outcome.tryComplete(new Outcome.Failed(why, problem));
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(java.util.Locale.ROOT);
    }
}
