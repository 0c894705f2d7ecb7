package dev.farebox.gateway;

import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.FailureClass;
import dev.farebox.gateway.exchange.GatewayProblem;
import dev.farebox.gateway.exchange.Reply;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request for which providers ask nothing: no hold, no charge, no receipt. A count of tokens is
 * answered by our own estimate when no upstream gives one, because clients do not expect it to fail
 * and ask for many at once. Used on one event loop.
 */
final class FreeExchange {
    private static final Logger LOG = LoggerFactory.getLogger(FreeExchange.class);

    private final Loop loop;
    private final HttpServerRequest client;
    private final ClientRequest request;
    private final List<Leg> legs;
    private final String requestId;
    private final long bodyBytes;
    private @Nullable Dispatch dispatch;

    /**
     * {@code legs} may be empty; {@code bodyBytes} of the budget are given back when it has ended.
     */
    FreeExchange(
            Loop loop,
            HttpServerRequest client,
            ClientRequest request,
            List<Leg> legs,
            String requestId,
            long bodyBytes) {
        this.loop = loop;
        this.client = client;
        this.request = request;
        this.legs = legs;
        this.requestId = requestId;
        this.bodyBytes = bodyBytes;
    }

    void run() {
        loop.parts.tally().began();
        client.response().exceptionHandler(_ -> {});
        client.exceptionHandler(_ -> {});
        if (legs.isEmpty()) {
            fail(new GatewayProblem.ModelNotFound(request.model()));
            return;
        }
        var started = new Dispatch(loop, request, legs, Leg.wish(request, legs), new ArrayList<>());
        dispatch = started;
        client.response().closeHandler(_ -> clientLeft());
        started.run().onSuccess(this::dispatched);
    }

    private void clientLeft() {
        if (dispatch != null) {
            dispatch.breakOff(FailureClass.CLIENT_DISCONNECT, new GatewayProblem.Internal());
        }
    }

    private void dispatched(Dispatch.Outcome outcome) {
        switch (outcome) {
            case Dispatch.Outcome.Failed(FailureClass _, GatewayProblem problem) -> fail(problem);
            case Dispatch.Outcome.Answering answering -> relay(answering);
        }
    }

    private void relay(Dispatch.Outcome.Answering answering) {
        HttpServerResponse response = client.response();
        var answer =
                new UpstreamAnswer(
                        answering.leg(),
                        request,
                        requestId,
                        loop.parts.clock().instant().getEpochSecond(),
                        loop.shared.factors().of(request.model()),
                        answering.response(),
                        answering.ticket(),
                        _ -> {});
        Patience patience = Patience.of(answering.leg().channel(), loop.settings());
        var relay = new WholeRelay(loop, answer, response, patience.idle());
        relay.run()
                .onSuccess(ending -> {
                    switch (ending) {
                        case Ending.Completed _ -> {
                            relay.complete();
                            ended("answered");
                        }
                        case Ending.Failed failed -> {
                            relay.forget();
                            fail(failed.problem());
                        }
                    }
                });
    }

    private void fail(GatewayProblem problem) {
        boolean clientsFault =
                problem instanceof GatewayProblem.UpstreamRefused
                        || problem instanceof GatewayProblem.ModelNotFound;
        Optional<byte[]> own =
                clientsFault && !legs.isEmpty()
                        ? Optional.empty()
                        : OwnCount.of(request, loop.shared.factors().of(request.model()));
        if (own.isPresent()) {
            send(own.get());
            ended("counted_here");
            return;
        }
        Reply reply = Wires.of(request.surface()).error(request.head(), problem, requestId);
        Answers.send(client.response(), reply);
        ended(problem.getClass().getSimpleName());
    }

    private void send(byte[] json) {
        HttpServerResponse response = client.response();
        if (!response.ended() && !response.closed()) {
            response.putHeader("content-type", ClientRequest.JSON).end(Buffer.buffer(json));
        }
    }

    private void ended(String how) {
        LOG.info(
                "exchange.free req={} surface={} result={}",
                requestId,
                request.surface().word(),
                how);
        loop.parts.tally().count("free");
        loop.parts.tally().ended();
        loop.shared.budget().giveBack(bodyBytes);
    }
}
