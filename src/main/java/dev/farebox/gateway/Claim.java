package dev.farebox.gateway;

import dev.farebox.gateway.exchange.GatewayProblem.Limit;
import dev.farebox.gateway.exchange.GatewayProblem.RateLimited;
import dev.farebox.gateway.exchange.GatewayProblem.Whose;
import dev.farebox.identity.Limits;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongFunction;

/** What one request wants of the limits of its key, of its customer, or of its group. */
final class Claim {
    private static final Duration PARALLEL_PAUSE = Duration.ofSeconds(1);

    final Whose whose;
    final Limits limits;
    private final long tokens;
    private final LongFunction<Gauge> lookUp;
    private Gauge gauge;

    /**
     * @param lookUp finds the gauge at an instant
     */
    Claim(Whose whose, Limits limits, long tokens, LongFunction<Gauge> lookUp, long now) {
        this.whose = whose;
        this.limits = limits;
        this.tokens = tokens;
        this.lookUp = lookUp;
        gauge = lookUp.apply(now);
    }

    Gauge gauge() {
        return gauge;
    }

    /** The first of these limits that stands in the way; takes nothing. */
    Optional<RateLimited> obstacle(long now) {
        if (gauge.isFull(limits.parallelRequests())) {
            return Optional.of(tooManyParallel());
        }
        long wait = wait(gauge.requests, 1, limits.requestsPerMinute(), now);
        if (wait > 0) {
            return Optional.of(tooManyRequests(wait));
        }
        wait = wait(gauge.tokens, tokens, limits.tokensPerMinute(), now);
        return wait > 0 ? Optional.of(tooManyTokens(wait)) : Optional.empty();
    }

    /** Takes what the request needs, or nothing and says which limit stands in the way. */
    Optional<RateLimited> take(long now) {
        if (!enter(now)) {
            return Optional.of(tooManyParallel());
        }
        long wait = take(gauge.requests, 1, limits.requestsPerMinute(), now);
        if (wait > 0) {
            gauge.leave();
            return Optional.of(tooManyRequests(wait));
        }
        wait = take(gauge.tokens, tokens, limits.tokensPerMinute(), now);
        if (wait > 0) {
            adjust(gauge.requests, -1, limits.requestsPerMinute());
            gauge.leave();
            return Optional.of(tooManyTokens(wait));
        }
        return Optional.empty();
    }

    /** Gives everything back: the request is refused after all. */
    void undo() {
        adjust(gauge.requests, -1, limits.requestsPerMinute());
        end(0);
    }

    /** The request has ended and consumed {@code used} tokens. */
    void end(long used) {
        adjust(gauge.tokens, used - tokens, limits.tokensPerMinute());
        gauge.leave();
    }

    private boolean enter(long now) {
        while (true) {
            switch (gauge.enter(limits.parallelRequests())) {
                case ENTERED -> {
                    return true;
                }
                case FULL -> {
                    return false;
                }
                case RETIRED -> {
                    Thread.onSpinWait();
                    gauge = lookUp.apply(now);
                }
            }
        }
    }

    private static long wait(Pace pace, long units, int limit, long now) {
        return limit > 0 ? pace.wait(units, limit, now) : 0;
    }

    private static long take(Pace pace, long units, int limit, long now) {
        return limit > 0 ? pace.take(units, limit, now) : 0;
    }

    private static void adjust(Pace pace, long units, int limit) {
        if (limit > 0) {
            pace.adjust(units, limit);
        }
    }

    private RateLimited tooManyParallel() {
        return refusal(
                Limit.PARALLEL_REQUESTS, limits.parallelRequests(), PARALLEL_PAUSE.toNanos());
    }

    private RateLimited tooManyRequests(long wait) {
        return refusal(Limit.REQUESTS_PER_MINUTE, limits.requestsPerMinute(), wait);
    }

    private RateLimited tooManyTokens(long wait) {
        return refusal(Limit.TOKENS_PER_MINUTE, limits.tokensPerMinute(), wait);
    }

    private RateLimited refusal(Limit limit, int allowed, long waitNanos) {
        return new RateLimited(whose, limit, allowed, Math.ceilDiv(waitNanos, 1_000_000L));
    }
}
