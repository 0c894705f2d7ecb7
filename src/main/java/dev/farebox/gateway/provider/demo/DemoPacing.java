package dev.farebox.gateway.provider.demo;

import java.time.Duration;

/**
 * How fast a model speaks: the wait before the first token, and tokens per second after it.
 *
 * <p>{@code tokensPerSecond} 0 means as fast as the peer reads.
 */
public record DemoPacing(Duration timeToFirstToken, int tokensPerSecond) {
    public static final DemoPacing NONE = new DemoPacing(Duration.ZERO, 0);

    public DemoPacing {
        if (timeToFirstToken.isNegative() || tokensPerSecond < 0) {
            throw new IllegalArgumentException(timeToFirstToken + ", " + tokensPerSecond);
        }
    }

    public static DemoPacing of(int millisToFirstToken, int tokensPerSecond) {
        return new DemoPacing(Duration.ofMillis(millisToFirstToken), tokensPerSecond);
    }

    /** How long saying this many tokens takes. */
    Duration toSay(long tokens) {
        return tokensPerSecond == 0
                ? Duration.ZERO
                : Duration.ofNanos(Math.multiplyExact(tokens, 1_000_000_000L) / tokensPerSecond);
    }
}
