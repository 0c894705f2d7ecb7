package dev.farebox.gateway;

import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.GatewayProblem;
import dev.farebox.gateway.exchange.StoredId;
import dev.farebox.gateway.route.Channel;
import dev.farebox.gateway.stored.Owned;
import dev.farebox.gateway.stored.References;
import dev.farebox.gateway.stored.References.Reference;
import dev.farebox.ledger.AccountId;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks that all that a request refers to is its sender's own, and finds the channel that has it:
 * before anything is called or held.
 */
final class Anchoring {
    private static final Logger LOG = LoggerFactory.getLogger(Anchoring.class);

    /** What was found. */
    sealed interface Outcome {
        /** {@code request} says that it continues something, where it does. */
        record Anchored(ClientRequest request, Anchor anchor) implements Outcome {}

        record Refused(GatewayProblem problem) implements Outcome {}
    }

    private final GatewayParts parts;
    private final Keeper keeper;

    Anchoring(GatewayParts parts, Keeper keeper) {
        this.parts = parts;
        this.keeper = keeper;
    }

    /** Completed at once where the request refers to nothing. */
    Future<Outcome> find(AccountId customer, ClientRequest request) {
        if (!isServedAsItIs(request)) {
            return anchored(request, new Anchor.Translated());
        }
        return switch (References.in(request)) {
            case References.Unserved(String param, String why) ->
                    Future.succeededFuture(refused(param, why, "unsupported_parameter"));
            case References.Found(List<Reference> all) when all.isEmpty() ->
                    anchored(request, new Anchor.Loose());
            case References.Found(List<Reference> all) ->
                    keeper.find(customer, all.stream().map(Reference::id).toList())
                            .map(owned -> anchor(request, all, owned))
                            .otherwise(Anchoring::unknown);
        };
    }

    /** Nobody else needs to be asked: translation refuses what it cannot carry. */
    private boolean isServedAsItIs(ClientRequest request) {
        return parts.channels().forModel(request.model()).stream()
                .anyMatch(channel -> Kinds.speaking(channel.kind(), request.surface()).isPresent());
    }

    private Outcome anchor(ClientRequest request, List<Reference> all, Map<StoredId, Owned> owned) {
        Set<UUID> places = new HashSet<>();
        Set<StoredId> counted = new HashSet<>();
        long tokens = 0;
        for (Reference reference : all) {
            Owned one = owned.get(reference.id());
            if (one == null) {
                return notFound(reference);
            }
            places.add(one.channel());
            tokens = counted.add(one.id()) ? sum(tokens, one.tokens()) : tokens;
        }
        Reference first = all.getFirst();
        if (places.size() > 1) {
            return refused(
                    first.param(),
                    "What this request refers to lies with different providers.",
                    "different_channels");
        }
        UUID place = places.iterator().next();
        Optional<Channel> channel = channel(place);
        if (channel.isEmpty()) {
            return new Outcome.Refused(outOfReach(first.id()));
        }
        if (channel.get().upstreamModel(request.model()) == null) {
            return refused(
                    first.param(),
                    "The model '"
                            + request.model()
                            + "' is not available where '"
                            + first.id().id()
                            + "' lies.",
                    "different_channels");
        }
        String continued = request.state() == null ? first.id().id() : request.state();
        return new Outcome.Anchored(request.continuing(continued), new Anchor.At(place, tokens));
    }

    private static long sum(long one, long other) {
        long sum = one + other;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    /** The channel where something lies, if it can be used. */
    Optional<Channel> channel(UUID id) {
        return parts.channels().all().stream()
                .filter(channel -> channel.id().equals(id))
                .findFirst();
    }

    static GatewayProblem outOfReach(StoredId id) {
        return new GatewayProblem.StoredOutOfReach(noun(id.kind()), id.id());
    }

    static String noun(StoredId.Kind kind) {
        return switch (kind) {
            case RESPONSE -> "Response";
            case ITEM -> "Item";
            case FILE -> "File";
        };
    }

    private static Outcome notFound(Reference reference) {
        return switch (reference.id().kind()) {
            case RESPONSE ->
                    refused(
                            reference.param(),
                            "Previous response with id '" + reference.id().id() + "' not found.",
                            "previous_response_not_found");
            case ITEM, FILE ->
                    refused(
                            reference.param(),
                            noun(reference.id().kind())
                                    + " with id '"
                                    + reference.id().id()
                                    + "' not found.",
                            reference.id().kind().word() + "_not_found");
        };
    }

    private static Outcome refused(String param, String why, String code) {
        return new Outcome.Refused(
                new GatewayProblem.InvalidRequest(why, param.isEmpty() ? null : param, code));
    }

    private static Outcome unknown(Throwable failure) {
        LOG.warn("stored.unknown why={}", failure.toString());
        return new Outcome.Refused(new GatewayProblem.DatabaseUnavailable());
    }

    private static Future<Outcome> anchored(ClientRequest request, Anchor anchor) {
        return Future.succeededFuture(new Outcome.Anchored(request, anchor));
    }
}
