package dev.farebox.gateway;

import dev.farebox.gateway.exchange.Reply;
import dev.farebox.gateway.exchange.Surface;
import dev.farebox.http.Drain;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Instant;

/** Writes whole answers. Does nothing for a client that is gone. */
final class Answers {
    private Answers() {}

    /** Refuses a request, whether or not its body has been read. */
    static void refuse(HttpServerRequest request, Drain drain, Reply reply) {
        drain.rest(request);
        send(request.response(), reply);
    }

    static void send(HttpServerResponse response, Reply reply) {
        if (response.ended() || response.closed() || response.headWritten()) {
            return;
        }
        response.setStatusCode(reply.status());
        reply.headers().forEach(response::putHeader);
        response.end(Buffer.buffer(reply.body()));
    }

    /** Says where the caller stands, on whatever answer it will get. */
    static void stampLimits(
            HttpServerResponse response, Surface.Family family, Standing standing, Instant now) {
        RateHeaders.of(family, standing, now).forEach(response::putHeader);
    }

    static void stamp(HttpServerResponse response, String requestId) {
        response.putHeader("x-request-id", requestId);
        response.putHeader("request-id", requestId);
    }
}
