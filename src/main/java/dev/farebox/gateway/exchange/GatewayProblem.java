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
        GROUP("service group"),
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

    /** How the request is made. */
    sealed interface OfForm extends GatewayProblem {}

    /** Who asks, and for what. */
    sealed interface OfAccess extends GatewayProblem {}

    /** Nothing is left to pay with. */
    sealed interface OfMoney extends GatewayProblem {}

    /** A provider failed. */
    sealed interface OfUpstream extends GatewayProblem {}

    /** We fail, or are about to stop. */
    sealed interface OfService extends GatewayProblem {}

    /** The request cannot be read or breaks a rule; {@code param} names the member at fault. */
    record InvalidRequest(String message, @Nullable String param, @Nullable String code)
            implements OfForm {}

    /** No such path. */
    record UnknownRoute(String method, String path) implements OfForm {}

    /** A place of the dialect that is known and not served; {@code instead}: what is. */
    record NotServed(String what, String instead) implements OfForm {}

    record MethodNotAllowed(String method, String allowed) implements OfForm {}

    record BodyTooLarge(long limitBytes) implements OfForm {}

    record HeadersTooLarge() implements OfForm {}

    record UnsupportedMediaType() implements OfForm {}

    record UnsupportedEncoding() implements OfForm {}

    /** A WebSocket was asked for: clients that try one first fall back at once. */
    record UpgradeRefused() implements OfForm {}

    /** The client did not send its request in time. */
    record RequestTimeout() implements OfForm {}

    record KeyMissing() implements OfAccess {}

    record KeyUnknown() implements OfAccess {}

    record KeyRevoked() implements OfAccess {}

    record KeyExpired() implements OfAccess {}

    record CustomerSuspended() implements OfAccess {}

    record AddressNotAllowed() implements OfAccess {}

    record ModelNotAllowed(String model) implements OfAccess {}

    /** What a client comes back for is not there, or is another's: to the client all the same. */
    record StoredNotFound(String what, String id) implements OfAccess {}

    /** The channel that has what a client comes back for is gone. */
    record StoredOutOfReach(String what, String id) implements OfAccess {}

    /** Unknown, without a price or without an active channel: to the client all the same. */
    record ModelNotFound(String model) implements OfAccess {}

    /** The balance does not cover the estimate of this request. */
    record OutOfCredit() implements OfMoney {}

    /** Credit or a spend cap ended during the answer; only ever inside a stream. */
    record CreditStop() implements OfMoney {}

    record SpendCapReached(Whose whose, Period period) implements OfMoney {}

    record RateLimited(Whose whose, Limit limit, long allowed, long retryAfterMillis)
            implements GatewayProblem {}

    /** The upstream found fault with the client's request. */
    record UpstreamRefused(UpstreamFault fault) implements GatewayProblem {}

    /** No upstream could serve, whatever the reason: dead key of ours, no funds there, 5xx, 429. */
    record UpstreamUnavailable(long retryAfterMillis) implements OfUpstream {}

    record UpstreamTimeout() implements OfUpstream {}

    /** The upstream broke off or sent what cannot be read. */
    record UpstreamCut() implements OfUpstream {}

    /** The books cannot be reached, so nothing new is begun. */
    record DatabaseUnavailable() implements OfService {}

    record Overloaded() implements OfService {}

    /** This node is about to stop. */
    record Draining() implements OfService {}

    record Internal() implements OfService {}
}
