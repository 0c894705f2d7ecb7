package dev.farebox.gateway;

import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.FailureClass;
import dev.farebox.gateway.exchange.GatewayProblem;
import dev.farebox.gateway.exchange.Reply;
import dev.farebox.gateway.exchange.StreamReader;
import dev.farebox.gateway.exchange.StreamWriter;
import dev.farebox.gateway.exchange.Surface;
import dev.farebox.gateway.exchange.TokenFactors;
import dev.farebox.gateway.exchange.WholeAnswer;
import dev.farebox.gateway.exchange.canon.AnswerEncoder;
import dev.farebox.gateway.exchange.canon.CanonEvent;
import dev.farebox.gateway.route.Ticket;
import dev.farebox.json.JsonTree;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.function.Consumer;

/**
 * An upstream's answer that is about to be carried to a client, and how to read the one and write
 * the other.
 *
 * @param ticket for the call that it answers
 * @param noted gets what is translated, for what the client's dialect cannot carry
 * @param created when the exchange was admitted, seconds since 1970
 */
record UpstreamAnswer(
        Leg leg,
        ClientRequest request,
        String requestId,
        long created,
        TokenFactors factors,
        HttpClientResponse response,
        Ticket ticket,
        Consumer<CanonEvent> noted) {
    /** A piece of its body is here. */
    void arriving() {
        ticket.firstByte();
    }

    /** The upstream call is over, and ended like this. */
    void over(Ending ending) {
        switch (ending) {
            case Ending.Completed _ -> ticket.succeeded();
            case Ending.Failed failed -> {
                if (isUpstreamsFault(failed.why())) {
                    ticket.failed();
                }
            }
        }
        ticket.end();
    }

    private static boolean isUpstreamsFault(FailureClass why) {
        return why == FailureClass.UPSTREAM_CUT_MID_STREAM
                || why == FailureClass.UPSTREAM_ERROR_BEFORE_FIRST_BYTE
                || why == FailureClass.UPSTREAM_TIMEOUT;
    }

    StreamReader reader() {
        return leg.provider().streamReader(leg.surface(), request, factors);
    }

    StreamWriter writer() {
        return switch (leg) {
            case Leg.Own _ -> Wires.of(request.surface()).passing(request, requestId);
            case Leg.Translated translated ->
                    new TranslatedStream(
                            translated.provider().decoder(), encoder(translated), noted);
        };
    }

    WholeAnswer read(byte[] body) {
        return leg.provider().readWhole(leg.surface(), body, upstreamType(), request, factors);
    }

    /**
     * Whether it comes in one piece although a stream was asked for: some models of the small
     * surfaces have none and answer as ever, which their clients know.
     */
    boolean isWhole() {
        boolean mayBe =
                !request.surface().isConversation() && request.surface() != Surface.COMPLETIONS;
        String type = response.getHeader("content-type");
        return mayBe && type != null && !type.contains("text/event-stream");
    }

    /** Whether all of a whole answer can be said to the client: half of one is none. */
    boolean isTranslatable(byte[] body) {
        return switch (leg) {
            case Leg.Own _ -> true;
            case Leg.Translated _ -> JsonTree.read(body).isPresent();
        };
    }

    /** A whole answer's body as the client's dialect has it. */
    byte[] clientBody(byte[] body) {
        return switch (leg) {
            case Leg.Own _ -> body;
            case Leg.Translated translated -> {
                List<CanonEvent> events = translated.provider().decoder().whole(body);
                events.forEach(noted);
                yield encoder(translated).whole(events);
            }
        };
    }

    String clientType() {
        return switch (leg) {
            case Leg.Own _ -> upstreamType();
            case Leg.Translated _ -> ClientRequest.JSON;
        };
    }

    private String upstreamType() {
        String type = response.getHeader("content-type");
        return type == null ? ClientRequest.JSON : type;
    }

    /** The few of the upstream's headers that a client may see. */
    void copyHeaders(HttpServerResponse client) {
        for (var header : response.headers()) {
            String name = header.getKey().toLowerCase(java.util.Locale.ROOT);
            if (leg.provider().comesBack(name)) {
                client.putHeader(name, header.getValue());
            }
        }
    }

    Reply error(GatewayProblem problem) {
        return Wires.of(request.surface()).error(request.head(), problem, requestId);
    }

    private AnswerEncoder encoder(Leg.Translated translated) {
        return translated.wire().encoder(request, requestId, created);
    }
}
