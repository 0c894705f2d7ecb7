package dev.farebox.gateway;

import dev.farebox.gateway.exchange.GatewayProblem.RateLimited;
import dev.farebox.gateway.exchange.GatewayProblem.Whose;
import dev.farebox.identity.ApiKey;
import dev.farebox.identity.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;

/**
 * Requests per minute, tokens per minute and parallel requests of each key, of each customer and of
 * each service group, on this node.
 *
 * <p>In order: key, customer, group; within each parallel requests, requests, tokens. All are
 * looked at before anything is taken, so a request that is refused takes nothing of any limit, and
 * makes room for nobody. Both paces allow a burst of one minute's worth. Tokens are taken as
 * estimated at admission and corrected when the request has ended.
 *
 * <p>Lock-free and shared by all event loops. No limit is ever exceeded; under contention a request
 * may be refused for what another one took and gave back at the same instant.
 */
final class Limiter {
    private final LongSupplier nanoTime;
    private final Gauges<UUID> keys = new Gauges<>();
    private final Gauges<UUID> customers = new Gauges<>();
    private final Gauges<String> groups = new Gauges<>();

    Limiter(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** What was decided about a request. */
    sealed interface Decision {
        /** The first limit that stands in its way. */
        record Refused(RateLimited problem) implements Decision {}

        record Admitted(Pass pass) implements Decision {}
    }

    Decision admit(ApiKey key, long tokens) {
        long now = nanoTime.getAsLong();
        List<Claim> claims = claims(key, tokens, now);
        for (Claim claim : claims) {
            Optional<RateLimited> obstacle = claim.obstacle(now);
            if (obstacle.isPresent()) {
                return new Decision.Refused(obstacle.get());
            }
        }
        for (int i = 0; i < claims.size(); i++) {
            Optional<RateLimited> lost = claims.get(i).take(now);
            if (lost.isPresent()) {
                claims.subList(0, i).forEach(Claim::undo);
                return new Decision.Refused(lost.get());
            }
        }
        return new Decision.Admitted(new Pass(claims));
    }

    /** How far the key is from its limits now; takes nothing. */
    Standing standing(ApiKey key) {
        long now = nanoTime.getAsLong();
        return Standing.of(claims(key, 0, now), now);
    }

    /** Gauges in memory. */
    int size() {
        return keys.size() + customers.size() + groups.size();
    }

    /** Those who are limited at all; the others cost nothing. */
    private List<Claim> claims(ApiKey key, long tokens, long now) {
        var claims = new ArrayList<Claim>(3);
        UUID customer = key.customerId();
        String group = key.group();
        add(claims, Whose.KEY, key.limits(), tokens, at -> keys.of(key.id(), at), now);
        add(
                claims,
                Whose.CUSTOMER,
                key.customerLimits(),
                tokens,
                at -> customers.of(customer, at),
                now);
        add(claims, Whose.GROUP, key.groupLimits(), tokens, at -> groups.of(group, at), now);
        return claims;
    }

    private static void add(
            List<Claim> claims,
            Whose whose,
            Limits limits,
            long tokens,
            LongFunction<Gauge> lookUp,
            long now) {
        if (!limits.equals(Limits.NONE)) {
            claims.add(new Claim(whose, limits, tokens, lookUp, now));
        }
    }

    /** What an admitted request has taken; given back once. */
    static final class Pass {
        private final List<Claim> claims;
        private final AtomicBoolean returned = new AtomicBoolean();

        private Pass(List<Claim> claims) {
            this.claims = claims;
        }

        /** Ends the request, which really consumed {@code used} tokens. */
        void giveBack(long used) {
            if (returned.compareAndSet(false, true)) {
                claims.forEach(claim -> claim.end(used));
            }
        }
    }
}
