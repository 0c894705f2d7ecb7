package dev.farebox.gateway;

import dev.farebox.identity.ApiKey;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Requests per minute, tokens per minute and parallel requests of each key, on this node.
 *
 * <p>Lock-free and shared by all event loops; the parallel limit is exact. Both paces allow a burst
 * of one minute's worth. Tokens are taken as estimated at admission and corrected at settlement. A
 * refusal takes nothing. Keeps one small entry for each key that was used.
 */
final class Limiter {
    private final LongSupplier nanoTime;
    private final Map<UUID, Gauges> keys = new ConcurrentHashMap<>();

    Limiter(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Which limit of the key stands in the way; the cases stand in order of precedence. */
    sealed interface Decision {
        record TooManyParallel(int limit) implements Decision {}

        record TooManyRequests(int perMinute, Duration pause) implements Decision {}

        record TooManyTokens(int perMinute, Duration pause) implements Decision {}

        record Admitted(Pass pass) implements Decision {}
    }

    Decision admit(ApiKey key, long tokens) {
        Gauges gauges = keys.computeIfAbsent(key.id(), _ -> new Gauges(nanoTime.getAsLong()));
        if (!gauges.enter(key.parallelRequests())) {
            return new Decision.TooManyParallel(key.parallelRequests());
        }
        Decision decision = paced(gauges, key, tokens);
        if (!(decision instanceof Decision.Admitted)) {
            gauges.parallel.decrementAndGet();
        }
        return decision;
    }

    private Decision paced(Gauges gauges, ApiKey key, long tokens) {
        long now = nanoTime.getAsLong();
        int requestLimit = key.requestsPerMinute();
        int tokenLimit = key.tokensPerMinute();
        if (requestLimit > 0) {
            long wait = gauges.requests.take(1, requestLimit, now);
            if (wait > 0) {
                return new Decision.TooManyRequests(requestLimit, Duration.ofNanos(wait));
            }
        }
        if (tokenLimit > 0) {
            long wait = gauges.tokens.take(tokens, tokenLimit, now);
            if (wait > 0) {
                if (requestLimit > 0) {
                    gauges.requests.adjust(-1, requestLimit);
                }
                return new Decision.TooManyTokens(tokenLimit, Duration.ofNanos(wait));
            }
        }
        return new Decision.Admitted(new Pass(gauges, tokenLimit, tokens));
    }

    /** What an admitted request has taken; given back once. */
    static final class Pass {
        private final Gauges gauges;
        private final int tokenLimit;
        private final long tokens;
        private final AtomicBoolean returned = new AtomicBoolean();

        private Pass(Gauges gauges, int tokenLimit, long tokens) {
            this.gauges = gauges;
            this.tokenLimit = tokenLimit;
            this.tokens = tokens;
        }

        /** Ends the request, which really consumed {@code used} tokens. */
        void giveBack(long used) {
            if (returned.compareAndSet(false, true)) {
                gauges.parallel.decrementAndGet();
                if (tokenLimit > 0) {
                    gauges.tokens.adjust(used - tokens, tokenLimit);
                }
            }
        }
    }

    private static final class Gauges {
        private final AtomicInteger parallel = new AtomicInteger();
        private final Pace requests;
        private final Pace tokens;

        private Gauges(long now) {
            requests = new Pace(now);
            tokens = new Pace(now);
        }

        private boolean enter(int limit) {
            int now = parallel.incrementAndGet();
            if (limit > 0 && now > limit) {
                parallel.decrementAndGet();
                return false;
            }
            return true;
        }
    }
}
