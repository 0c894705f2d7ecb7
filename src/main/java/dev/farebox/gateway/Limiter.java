package dev.farebox.gateway;

import dev.farebox.gateway.exchange.GatewayProblem.RateLimited;
import dev.farebox.gateway.exchange.GatewayProblem.Whose;
import dev.farebox.identity.ApiKey;
import dev.farebox.identity.Limits;
import java.time.Duration;
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
    sealed interface Ruling {
        /** A limit stands in the way. */
        record Refused(RateLimited problem, Standing standing) implements Ruling {}

        record Granted(Pass pass) implements Ruling {}
    }

    Ruling rule(ApiKey key, long tokens) {
        long now = nanoTime.getAsLong();
        List<Claim> claims = claims(key, tokens, now);
        for (Claim claim : claims) {
            Optional<RateLimited> obstacle = claim.obstacle(now);
            if (obstacle.isPresent()) {
                return new Ruling.Refused(obstacle.get(), Standing.of(claims, now));
            }
        }
        for (int i = 0; i < claims.size(); i++) {
            Optional<RateLimited> lost = claims.get(i).take(now);
            if (lost.isPresent()) {
                claims.subList(0, i).forEach(Claim::undo);
                return new Ruling.Refused(lost.get(), Standing.of(claims, now));
            }
        }
        return new Ruling.Granted(new Pass(claims, Standing.of(claims, now)));
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

    /** Which limit stands in the way; as {@link #rule}, for callers that know keys alone. */
    sealed interface Decision {
        record TooManyParallel(int limit) implements Decision {}

        record TooManyRequests(int perMinute, Duration pause) implements Decision {}

        record TooManyTokens(int perMinute, Duration pause) implements Decision {}

        record Admitted(Pass pass) implements Decision {}
    }

    Decision admit(ApiKey key, long tokens) {
        return switch (rule(key, tokens)) {
            case Ruling.Granted(Pass pass) -> new Decision.Admitted(pass);
            case Ruling.Refused(RateLimited problem, Standing _) -> {
                int limit = Math.toIntExact(problem.allowed());
                Duration pause = Duration.ofMillis(problem.retryAfterMillis());
                yield switch (problem.limit()) {
                    case PARALLEL_REQUESTS -> new Decision.TooManyParallel(limit);
                    case REQUESTS_PER_MINUTE -> new Decision.TooManyRequests(limit, pause);
                    case TOKENS_PER_MINUTE -> new Decision.TooManyTokens(limit, pause);
                };
            }
        };
    }

    /** What an admitted request has taken; given back once. */
    static final class Pass {
        private final List<Claim> claims;
        private final Standing standing;
        private final AtomicBoolean returned = new AtomicBoolean();

        private Pass(List<Claim> claims, Standing standing) {
            this.claims = claims;
            this.standing = standing;
        }

        /** What was left once this request had taken its share. */
        Standing standing() {
            return standing;
        }

        /** Ends the request, which really consumed {@code used} tokens. */
        void giveBack(long used) {
            if (returned.compareAndSet(false, true)) {
                claims.forEach(claim -> claim.end(used));
            }
        }
    }
}
