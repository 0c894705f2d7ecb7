package dev.farebox.gateway;

import dev.farebox.gateway.exchange.GatewayProblem;
import dev.farebox.gateway.exchange.Reply;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers a client that comes back for something: no hold, no charge, no receipt. */
final class StoredExchange {
    private static final Logger LOG = LoggerFactory.getLogger(StoredExchange.class);

    private final Loop loop;
    private final HttpServerResponse client;
    private final String requestId;
    private final Function<GatewayProblem, Reply> error;

    StoredExchange(
            Loop loop,
            HttpServerResponse client,
            String requestId,
            Function<GatewayProblem, Reply> error) {
        this.loop = loop;
        this.client = client;
        this.requestId = requestId;
        this.error = error;
    }

    void run(Future<StoredCall.Outcome> outcome) {
        loop.parts.tally().began();
        client.exceptionHandler(_ -> {});
        outcome.onComplete(this::answer, this::broken);
    }

    private void answer(StoredCall.Outcome outcome) {
        switch (outcome) {
            case StoredCall.Outcome.Answered answered -> {
                if (!client.ended() && !client.closed()) {
                    client.setStatusCode(answered.status());
                    answered.headers().forEach(client::putHeader);
                    client.putHeader("content-type", answered.contentType());
                    client.end(Buffer.buffer(answered.body()));
                }
                loop.shared.budget().giveBack(answered.reserved());
                ended("answered");
            }
            case StoredCall.Outcome.Gone _ -> refuse(new GatewayProblem.Internal());
            case StoredCall.Outcome.Failed(GatewayProblem problem) -> refuse(problem);
        }
    }

    private void broken(Throwable failure) {
        LOG.warn("stored.failed req={} why={}", requestId, failure.toString());
        refuse(new GatewayProblem.DatabaseUnavailable());
    }

    private void refuse(GatewayProblem problem) {
        Answers.send(client, error.apply(problem));
        ended(problem.getClass().getSimpleName());
    }

    private void ended(String how) {
        LOG.info("exchange.stored req={} result={}", requestId, how);
        loop.parts.tally().count("stored");
        loop.parts.tally().ended();
    }
}
