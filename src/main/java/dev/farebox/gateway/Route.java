package dev.farebox.gateway;

import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.GatewayProblem;
import dev.farebox.gateway.exchange.Provider;
import dev.farebox.gateway.exchange.canon.CanonRead;
import dev.farebox.gateway.exchange.canon.CanonRequest;
import dev.farebox.gateway.exchange.canon.ConversationProvider;
import dev.farebox.gateway.exchange.canon.ConversationWire;
import dev.farebox.gateway.exchange.canon.Untranslatable;
import dev.farebox.gateway.exchange.canon.Written;
import dev.farebox.gateway.route.Channel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Turns the channels of a model into the legs of one request: those that speak its dialect first,
 * then those that it can be translated for.
 */
final class Route {
    /** What was found. */
    sealed interface Outcome {
        /** Never empty; the preferred first. */
        record Found(List<Leg> legs) implements Outcome {
            public Found {
                legs = List.copyOf(legs);
            }
        }

        /** No channel serves this model on this surface. */
        record None() implements Outcome {}

        /**
         * Only channels of other dialects do, and something in the request cannot be said there.
         */
        record Refused(Untranslatable why) implements Outcome {
            GatewayProblem problem() {
                return new GatewayProblem.InvalidRequest(
                        why.why(), why.param(), "unsupported_parameter");
            }
        }
    }

    private final ClientRequest request;
    private final List<Leg> legs = new ArrayList<>();
    private @Nullable CanonRead canonical;
    private @Nullable Untranslatable refused;

    /** Channels that know the model by one name share one body. */
    private final Map<Target, Written> written = new HashMap<>();

    private record Target(ConversationProvider provider, String upstreamModel) {}

    private final UnaryOperator<CanonRequest> remembered;

    private Route(ClientRequest request, UnaryOperator<CanonRequest> remembered) {
        this.request = request;
        this.remembered = remembered;
    }

    /** Only those that speak the client's own dialect. */
    static Outcome ofOwn(ClientRequest request, List<Channel> channels) {
        var route = new Route(request, UnaryOperator.identity());
        channels.forEach(route::own);
        return route.legs.isEmpty() ? new Outcome.None() : new Outcome.Found(route.legs);
    }

    /**
     * {@code channels} in the order of preference; {@code remembered} puts back what the client's
     * dialect could not carry.
     */
    static Outcome of(
            ClientRequest request, List<Channel> channels, UnaryOperator<CanonRequest> remembered) {
        var route = new Route(request, remembered);
        channels.forEach(route::own);
        if (request.surface().isConversation()) {
            channels.forEach(route::translated);
        }
        if (!route.legs.isEmpty()) {
            return new Outcome.Found(route.legs);
        }
        return route.refused == null ? new Outcome.None() : new Outcome.Refused(route.refused);
    }

    /**
     * Whoever is called in the client's own words must have the other models of the request too.
     */
    private void own(Channel channel) {
        if (!request.otherModels().stream()
                .allMatch(other -> channel.served().contains(other.name()))) {
            return;
        }
        Optional<Provider> provider = Kinds.speaking(channel.kind(), request.surface());
        provider.ifPresent(found -> legs.add(new Leg.Own(channel, found, request.surface())));
    }

    private void translated(Channel channel) {
        if (Kinds.speaking(channel.kind(), request.surface()).isPresent()) {
            return;
        }
        Optional<ConversationProvider> provider = Kinds.conversing(channel.kind());
        Optional<ConversationWire> wire = Wires.conversing(request.surface());
        if (provider.isPresent() && wire.isPresent()) {
            translate(channel, provider.get(), wire.get());
        }
    }

    private void translate(Channel channel, ConversationProvider provider, ConversationWire wire) {
        if (canonical == null) {
            canonical = wire.read(request);
        }
        switch (canonical) {
            case CanonRead.Refused(Untranslatable why) -> refused = why;
            case CanonRead.Request(var conversation) -> {
                var target = new Target(provider, Leg.upstreamModel(channel, request));
                switch (written.computeIfAbsent(
                        target,
                        to ->
                                to.provider()
                                        .write(
                                                remembered.apply(conversation),
                                                to.upstreamModel()))) {
                    case Written.Body(byte[] json) ->
                            legs.add(new Leg.Translated(channel, provider, wire, json));
                    case Written.Refused(Untranslatable why) -> refused = why;
                }
            }
        }
    }
}
