package dev.farebox.identity;

/**
 * How much may be used on one node; 0 is no limit.
 *
 * @param requestsPerMinute likewise tokens
 * @param parallelRequests in flight at the same time
 */
public record Limits(int requestsPerMinute, int tokensPerMinute, int parallelRequests) {
    public static final Limits NONE = new Limits(0, 0, 0);
}
