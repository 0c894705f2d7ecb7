package dev.farebox.adminapi;

import dev.farebox.identity.KeyTerms;
import dev.farebox.identity.OwnLimits;
import dev.farebox.ledger.SpendCaps;
import dev.farebox.money.Credits;
import java.util.OptionalInt;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** What a key or a customer may do, as members of a JSON body. */
final class KeyTermsJson {
    private KeyTermsJson() {}

    static KeyTerms read(JsonBody body) {
        return new KeyTerms(
                Set.copyOf(body.texts("models")),
                cap(body, "cap_per_day"),
                cap(body, "cap_per_month"),
                cap(body, "cap_total"),
                limit(body, "requests_per_minute"),
                limit(body, "tokens_per_minute"),
                limit(body, "parallel_requests"),
                body.instant("expires_at"));
    }

    static OwnLimits limits(JsonBody body) {
        return new OwnLimits(
                limit(body, "requests_per_minute"),
                limit(body, "tokens_per_minute"),
                limit(body, "parallel_requests"));
    }

    /** Those that are named; the usual ones hold for the others. */
    static void write(ObjectNode json, OwnLimits limits) {
        limits.requestsPerMinute().ifPresent(limit -> json.put("requests_per_minute", limit));
        limits.tokensPerMinute().ifPresent(limit -> json.put("tokens_per_minute", limit));
        limits.parallelRequests().ifPresent(limit -> json.put("parallel_requests", limit));
    }

    private static long cap(JsonBody body, String name) {
        return body.optionalCredits(name).map(Credits::nanos).orElse(SpendCaps.NONE);
    }

    private static OptionalInt limit(JsonBody body, String name) {
        return body.whole(name).map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }
}
