package dev.farebox.identity;

/**
 * The limits in force for keys that name none; 0 is no limit.
 *
 * @param requestsPerMinute likewise tokens and parallel requests
 */
public record KeyLimits(int requestsPerMinute, int tokensPerMinute, int parallelRequests) {
    public static final KeyLimits NONE = new KeyLimits(0, 0, 0);
}
