package dev.farebox.gateway;

import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.ClientRequest.OtherModel;
import dev.farebox.gateway.exchange.GatewayProblem;
import dev.farebox.gateway.exchange.canon.CanonRequest;
import dev.farebox.gateway.route.Channel;
import dev.farebox.gateway.route.Choice;
import dev.farebox.gateway.route.Wish;
import dev.farebox.identity.ApiKey;
import dev.farebox.pricing.ModelPrice;
import dev.farebox.pricing.PriceBook;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Decides in memory whether a request may go on to ask for funds. A refusal costs no ledger work.
 *
 * <p>In order: the key may use the model, and every other one that the request names; they have
 * prices; a channel serves it, and can be used now; the limits of the key, of its customer and of
 * its group have room.
 */
final class Admission {
    /** What was decided. */
    sealed interface Verdict {
        record Admit(Admitted admitted) implements Verdict {}

        /** Nothing is asked for it; {@code legs} may be empty. */
        record Free(List<Leg> legs) implements Verdict {}

        record Refuse(GatewayProblem problem) implements Verdict {}
    }

    private static final int FREE_PER_MINUTE = 1_200;

    private final GatewayParts parts;
    private final Shared shared;

    Admission(GatewayParts parts, Shared shared) {
        this.parts = parts;
        this.shared = shared;
    }

    /** {@code anchor}: where the request may be served. */
    Verdict decide(ApiKey key, ClientRequest request, Anchor anchor) {
        String model = request.model();
        if (!key.mayUse(model)) {
            return new Verdict.Refuse(new GatewayProblem.ModelNotAllowed(model));
        }
        if (request.surface().isFree()) {
            return free(key, request, anchor);
        }
        Optional<PriceBook> book = parts.prices().current(parts.clock().instant());
        Optional<ModelPrice> price = book.flatMap(prices -> prices.find(model));
        List<Channel> channels = parts.channels().forModel(model);
        for (OtherModel other : request.otherModels()) {
            if (!key.mayUse(other.name())) {
                return new Verdict.Refuse(new GatewayProblem.ModelNotAllowed(other.name()));
            }
            if (book.flatMap(prices -> prices.find(other.name())).isEmpty()) {
                return new Verdict.Refuse(new GatewayProblem.ModelNotFound(other.name()));
            }
        }
        if (book.isEmpty() || price.isEmpty() || channels.isEmpty()) {
            return new Verdict.Refuse(new GatewayProblem.ModelNotFound(model));
        }
        List<Channel> near = anchor.among(channels, request.surface());
        return switch (Route.of(request, near, canonical -> remembered(key, canonical))) {
            case Route.Outcome.None _ ->
                    new Verdict.Refuse(new GatewayProblem.ModelNotFound(model));
            case Route.Outcome.Refused refused -> new Verdict.Refuse(refused.problem());
            case Route.Outcome.Found(List<Leg> legs) ->
                    admit(key, request, anchor, legs, book.get(), price.get());
        };
    }

    /** Clients send many of these at once, so they have a wide limit of their own. */
    Optional<GatewayProblem> tooManyFree(ApiKey key) {
        long now = System.nanoTime();
        Pace pace = shared.freeCalls().of(key.id(), now).requests;
        long wait = pace.take(1, FREE_PER_MINUTE, now);
        return wait <= 0
                ? Optional.empty()
                : Optional.of(
                        new GatewayProblem.RateLimited(
                                GatewayProblem.Whose.KEY,
                                GatewayProblem.Limit.REQUESTS_PER_MINUTE,
                                FREE_PER_MINUTE,
                                Math.ceilDiv(wait, 1_000_000L)));
    }

    private Verdict free(ApiKey key, ClientRequest request, Anchor anchor) {
        Optional<GatewayProblem> tooMany = tooManyFree(key);
        if (tooMany.isPresent()) {
            return new Verdict.Refuse(tooMany.get());
        }
        List<Channel> channels = parts.channels().forModel(request.model());
        boolean known = !channels.isEmpty();
        return switch (Route.ofOwn(request, anchor.among(channels, request.surface()))) {
            case Route.Outcome.Found(List<Leg> legs) -> new Verdict.Free(legs);
            case Route.Outcome.None _, Route.Outcome.Refused _ ->
                    known
                            ? new Verdict.Free(List.of())
                            : new Verdict.Refuse(new GatewayProblem.ModelNotFound(request.model()));
        };
    }

    private CanonRequest remembered(ApiKey key, CanonRequest canonical) {
        return shared.signatures().filled(key.customerId().toString(), canonical);
    }

    private Verdict admit(
            ApiKey key,
            ClientRequest request,
            Anchor anchor,
            List<Leg> legs,
            PriceBook book,
            ModelPrice price) {
        Wish wish = Leg.wish(request, legs).within(key.customerId(), request.affinity());
        Optional<Choice.Unavailable> hindrance =
                shared.router().hindrance(legs.stream().map(Leg::channel).toList(), wish);
        if (hindrance.isPresent()) {
            return new Verdict.Refuse(Dispatch.unavailable(hindrance.get()));
        }
        var tariff = new Tariff(book, request.model(), key.group());
        Foreseen foreseen = foresee(key, request, anchor, price);
        return limited(
                key,
                foreseen,
                pass ->
                        new Admitted(
                                key,
                                request,
                                legs,
                                wish,
                                tariff,
                                foreseen,
                                tariff.bound(foreseen),
                                pass));
    }

    private Foreseen foresee(ApiKey key, ClientRequest request, Anchor anchor, ModelPrice price) {
        var foresight =
                new Foresight(
                        shared.settings().fallbackOutputTokens(),
                        shared.forecast().p95(request.model(), key.id()).orElse(-1),
                        shared.factors().of(request.model()));
        return foresight.of(request, anchor.extraTokens(), price);
    }

    private Verdict limited(ApiKey key, Foreseen foreseen, Function<Limiter.Pass, Admitted> admit) {
        return switch (shared.limiter().admit(key, foreseen.tokens())) {
            case Limiter.Decision.Refused(GatewayProblem.RateLimited problem) ->
                    new Verdict.Refuse(problem);
            case Limiter.Decision.Admitted(Limiter.Pass pass) ->
                    new Verdict.Admit(admit.apply(pass));
        };
    }
}
