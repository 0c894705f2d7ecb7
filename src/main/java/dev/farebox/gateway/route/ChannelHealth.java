package dev.farebox.gateway.route;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * What this node has learned about channels from using them.
 *
 * <p>Three consecutive failures bench a channel for a short while, which doubles up to a minute; a
 * refused credential benches it for five minutes at once; a rate limit for as long as the upstream
 * asks, within a minute. One success forgets it all. Safe for use by many threads.
 */
public final class ChannelHealth {
    private static final int TOLERATED = 3;
    private static final Duration FIRST_BENCH = Duration.ofSeconds(2);
    private static final Duration LONGEST_BENCH = Duration.ofMinutes(1);
    private static final Duration CREDENTIAL_BENCH = Duration.ofMinutes(5);

    /** Why a channel is benched. */
    public enum Reason {
        FAILING,
        RATE_LIMITED,
        CREDENTIAL_REFUSED
    }

    private record State(int failures, long benchedUntil, Reason reason) {}

    private final LongSupplier nanoTime;
    private final Map<UUID, State> states = new ConcurrentHashMap<>();

    public ChannelHealth(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    public boolean isBenched(UUID channel) {
        State state = states.get(channel);
        return state != null
                && state.failures() > 0
                && state.benchedUntil() - nanoTime.getAsLong() > 0;
    }

    /** Its credential was refused, and the bench is not over: trying it again is of no use. */
    public boolean isLockedOut(UUID channel) {
        State state = states.get(channel);
        return state != null && state.reason() == Reason.CREDENTIAL_REFUSED && isBenched(channel);
    }

    public void succeeded(UUID channel) {
        if (states.containsKey(channel)) {
            states.remove(channel);
        }
    }

    /** True when this failure benched it. */
    public boolean failed(UUID channel) {
        State now =
                states.compute(
                        channel,
                        (_, before) -> {
                            int failures = before == null ? 1 : before.failures() + 1;
                            return state(failures, benchFor(failures), Reason.FAILING);
                        });
        return now.failures() >= TOLERATED;
    }

    public void rateLimited(UUID channel, Duration asked) {
        Duration bench = asked.compareTo(LONGEST_BENCH) > 0 ? LONGEST_BENCH : asked;
        states.put(channel, state(1, bench, Reason.RATE_LIMITED));
    }

    public void credentialRefused(UUID channel) {
        states.put(channel, state(1, CREDENTIAL_BENCH, Reason.CREDENTIAL_REFUSED));
    }

    private State state(int failures, Duration bench, Reason reason) {
        return new State(failures, nanoTime.getAsLong() + bench.toNanos(), reason);
    }

    private static Duration benchFor(int failures) {
        if (failures < TOLERATED) {
            return Duration.ZERO;
        }
        Duration bench = FIRST_BENCH.multipliedBy(1L << Math.min(failures - TOLERATED, 5));
        return bench.compareTo(LONGEST_BENCH) > 0 ? LONGEST_BENCH : bench;
    }
}
