package dev.farebox.gateway.exchange;

import org.jspecify.annotations.Nullable;

/**
 * Every way in which we decline or break off an exchange, independent of dialect. A dialect turns
 * each into its own status, body and retry advice; nothing of an upstream's account, and no
 * credential, is in any of them.
 */
public sealed interface GatewayProblem {
    /** Whose limit it is. */
    enum Whose {
        KEY("API key"),
        CUSTOMER("account"),
        PLATFORM("platform");

        private final String words;

        Whose(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    /** What is limited in a minute or at a time. */
    enum Limit {
        REQUESTS_PER_MINUTE("requests per minute", "requests"),
        TOKENS_PER_MINUTE("tokens per minute", "tokens"),
        PARALLEL_REQUESTS("parallel requests", "requests");

        private final String words;
        private final String type;

        Limit(String words, String type) {
            this.words = words;
            this.type = type;
        }

        public String words() {
            return words;
        }

        /** What OpenAI calls the type of such an error. */
        public String type() {
            return type;
        }
    }

    /** For how long a spend cap runs. */
    enum Period {
        DAY("daily"),
        MONTH("monthly"),
        TOTAL("total");

        private final String words;

        Period(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    /** The request cannot be read or breaks a rule; {@code param} names the member at fault. */
    record InvalidRequest(String message, @Nullable String param, @Nullable String code)
            implements GatewayProblem {}

    /** No such path. */
    record UnknownRoute(String method, String path) implements GatewayProblem {}

    record MethodNotAllowed(String method, String allowed) implements GatewayProblem {}

    record BodyTooLarge(long limitBytes) implements GatewayProblem {}

    record HeadersTooLarge() implements GatewayProblem {}

    record UnsupportedMediaType() implements GatewayProblem {}

    record UnsupportedEncoding() implements GatewayProblem {}

    /** The client did not send its request in time. */
    record RequestTimeout() implements GatewayProblem {}

    record KeyMissing() implements GatewayProblem {}

    record KeyUnknown() implements GatewayProblem {}

    record KeyRevoked() implements GatewayProblem {}

    record KeyExpired() implements GatewayProblem {}

    record CustomerSuspended() implements GatewayProblem {}

    record AddressNotAllowed() implements GatewayProblem {}

    record ModelNotAllowed(String model) implements GatewayProblem {}

    /** Unknown, without a price or without an active channel: to the client all the same. */
    record ModelNotFound(String model) implements GatewayProblem {}

    /** The balance does not cover the estimate of this request. */
    record OutOfCredit() implements GatewayProblem {}

    /** Credit or a spend cap ended during the answer; only ever inside a stream. */
    record CreditStop() implements GatewayProblem {}

    record SpendCapReached(Whose whose, Period period) implements GatewayProblem {}

    record RateLimited(Whose whose, Limit limit, long allowed, long retryAfterMillis)
            implements GatewayProblem {}

    /** The upstream found fault with the client's request. */
    record UpstreamRefused(UpstreamFault fault) implements GatewayProblem {}

    /** No upstream could serve, whatever the reason: dead key of ours, no funds there, 5xx, 429. */
    record UpstreamUnavailable(long retryAfterMillis) implements GatewayProblem {}

    record UpstreamTimeout() implements GatewayProblem {}

    /** The upstream broke off or sent what cannot be read. */
    record UpstreamCut() implements GatewayProblem {}

    /** The books cannot be reached, so nothing new is begun. */
    record DatabaseUnavailable() implements GatewayProblem {}

    record Overloaded() implements GatewayProblem {}

    /** This node is about to stop. */
    record Draining() implements GatewayProblem {}

    record Internal() implements GatewayProblem {}
}
