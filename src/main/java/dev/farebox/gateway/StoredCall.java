package dev.farebox.gateway;

import dev.farebox.config.Secret;
import dev.farebox.gateway.exchange.GatewayProblem;
import dev.farebox.gateway.exchange.Provider;
import dev.farebox.gateway.exchange.Refusal;
import dev.farebox.gateway.exchange.RequestHead;
import dev.farebox.gateway.exchange.Surface;
import dev.farebox.gateway.route.Channel;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One call about something that lies at an upstream: to the channel that has it and to no other.
 *
 * <p>Used on one event loop, once. Whoever gets a whole answer gives its bytes back to the budget.
 */
final class StoredCall {
    private static final long RETRY_ADVICE_MILLIS = 2_000;

    /** What is asked of the channel; {@code path} follows its base URL, query included. */
    @SuppressWarnings("ArrayRecordComponent") // handed over, not compared
    record Question(
            Channel channel,
            Provider provider,
            Surface surface,
            HttpMethod method,
            String path,
            RequestHead head,
            byte @Nullable [] body,
            String contentType) {}

    /** What came of it. */
    sealed interface Outcome {
        /** A 2xx. {@code reserved} bytes of the budget are to be given back. */
        @SuppressWarnings("ArrayRecordComponent") // handed over, not compared
        record Answered(int status, String contentType, Map<String, String> headers, byte[] body)
                implements Outcome {
            long reserved() {
                return body.length;
            }
        }

        /** It is not there any more. */
        record Gone() implements Outcome {}

        record Failed(GatewayProblem problem) implements Outcome {}
    }

    private final Loop loop;
    private final Question question;
    private final Promise<Outcome> outcome = Promise.promise();
    private final Buffer collected = Buffer.buffer();
    private @Nullable HttpClientRequest request;
    private long timer;

    StoredCall(Loop loop, Question question) {
        this.loop = loop;
        this.question = question;
    }

    Future<Outcome> run() {
        timer =
                loop.vertx.setTimer(
                        Patience.of(question.channel(), loop.settings()).firstByte().toMillis(),
                        _ -> fail(new GatewayProblem.UpstreamTimeout()));
        loop.upstream.request(options()).onComplete(this::send, _ -> fail(unavailable(0)));
        return outcome.future();
    }

    private RequestOptions options() {
        Channel channel = question.channel();
        var options =
                new RequestOptions()
                        .setMethod(question.method())
                        .setAbsoluteURI(channel.baseUrl() + question.path())
                        .setFollowRedirects(false);
        options.putHeader("accept-encoding", "identity");
        options.putHeader("user-agent", "farebox");
        if (!question.contentType().isEmpty()) {
            options.putHeader("content-type", question.contentType());
        }
        question.provider()
                .headers(
                        question.surface(),
                        channel.credential().map(Secret::reveal),
                        question.head())
                .forEach(options::putHeader);
        channel.headers().forEach(options::putHeader);
        return options;
    }

    private void send(HttpClientRequest connected) {
        request = connected;
        if (outcome.future().isComplete()) {
            connected.reset();
            return;
        }
        byte[] body = question.body();
        Future<HttpClientResponse> sent =
                body == null ? connected.send() : connected.send(Buffer.buffer(body));
        sent.onComplete(this::head, _ -> fail(unavailable(0)));
    }

    private void head(HttpClientResponse response) {
        if (outcome.future().isComplete()) {
            response.request().reset();
            return;
        }
        response.handler(this::piece);
        response.exceptionHandler(_ -> fail(new GatewayProblem.UpstreamCut()));
        response.endHandler(_ -> whole(response));
    }

    private void piece(Buffer piece) {
        if (outcome.future().isComplete()) {
            return;
        }
        if (collected.length() + piece.length() > loop.settings().maxAnswerBytes()) {
            fail(new GatewayProblem.UpstreamCut());
        } else if (loop.shared.budget().take(piece.length())) {
            collected.appendBuffer(piece);
        } else {
            fail(new GatewayProblem.Overloaded());
        }
    }

    private void whole(HttpClientResponse response) {
        if (outcome.future().isComplete()) {
            return;
        }
        loop.vertx.cancelTimer(timer);
        int status = response.statusCode();
        if (status >= 200 && status < 300) {
            String type = response.getHeader(HttpHeaders.CONTENT_TYPE);
            outcome.complete(
                    new Outcome.Answered(
                            status,
                            type == null ? "application/octet-stream" : type,
                            shown(response),
                            collected.getBytes()));
            return;
        }
        byte[] body = collected.getBytes();
        loop.shared.budget().giveBack(body.length);
        outcome.complete(
                status == 404
                        ? new Outcome.Gone()
                        : new Outcome.Failed(judged(response, status, body)));
    }

    private GatewayProblem judged(HttpClientResponse response, int status, byte[] body) {
        Refusal refusal =
                question.provider()
                        .judge(
                                status,
                                body,
                                Optional.ofNullable(response.getHeader(HttpHeaders.RETRY_AFTER)));
        return refusal.kind().otherChannelMayHelp()
                ? unavailable(refusal.retryAfterMillis())
                : new GatewayProblem.UpstreamRefused(refusal.fault());
    }

    private static GatewayProblem unavailable(long retryAfterMillis) {
        return new GatewayProblem.UpstreamUnavailable(
                Math.max(retryAfterMillis, RETRY_ADVICE_MILLIS));
    }

    private Map<String, String> shown(HttpClientResponse response) {
        var shown = new LinkedHashMap<String, String>();
        for (var header : response.headers()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (question.provider().comesBack(name)) {
                shown.put(name, header.getValue());
            }
        }
        return shown;
    }

    private void fail(GatewayProblem problem) {
        loop.vertx.cancelTimer(timer);
        if (outcome.tryComplete(new Outcome.Failed(problem))) {
            loop.shared.budget().giveBack(collected.length());
            if (request != null) {
                request.reset();
            }
        }
    }
}
