package dev.farebox.gateway;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a caller is from its limits a minute: for requests and for tokens, the limit of which the
 * least is left, be it the key's, the customer's or the group's.
 *
 * @param requests null where nothing limits them; likewise tokens
 */
record Standing(@Nullable Room requests, @Nullable Room tokens) {
    static final Standing UNLIMITED = new Standing(null, null);

    /**
     * @param limit per minute
     * @param remaining that could be used at once
     * @param fullInNanos when the whole limit can be used again
     */
    record Room(long limit, long remaining, long fullInNanos) {
        private static @Nullable Room of(Pace pace, int limit, long now) {
            return limit == 0 ? null : new Room(limit, pace.room(limit, now), pace.fullIn(now));
        }

        private static @Nullable Room tighter(@Nullable Room one, @Nullable Room other) {
            if (one == null || other == null) {
                return one == null ? other : one;
            }
            return other.remaining < one.remaining ? other : one;
        }
    }

    static Standing of(List<Claim> claims, long now) {
        Room requests = null;
        Room tokens = null;
        for (Claim claim : claims) {
            Gauge gauge = claim.gauge();
            int requestLimit = claim.limits.requestsPerMinute();
            int tokenLimit = claim.limits.tokensPerMinute();
            requests = Room.tighter(requests, Room.of(gauge.requests, requestLimit, now));
            tokens = Room.tighter(tokens, Room.of(gauge.tokens, tokenLimit, now));
        }
        return new Standing(requests, tokens);
    }
}
