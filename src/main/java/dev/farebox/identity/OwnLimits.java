package dev.farebox.identity;

import dev.farebox.problem.InputText;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * The limits that a key or a customer has of its own. Checked: a value that exists can be stored.
 *
 * @param requestsPerMinute empty: the usual one holds; 0: no limit; likewise the other two
 */
public record OwnLimits(
        OptionalInt requestsPerMinute, OptionalInt tokensPerMinute, OptionalInt parallelRequests) {
    /** None of its own: the usual ones hold. */
    public static final OwnLimits USUAL =
            new OwnLimits(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());

    public OwnLimits {
        check("requests_per_minute", requestsPerMinute);
        check("tokens_per_minute", tokensPerMinute);
        check("parallel_requests", parallelRequests);
    }

    /** What holds where {@code usual} does for those without limits of their own. */
    public Limits over(Limits usual) {
        return new Limits(
                requestsPerMinute.orElse(usual.requestsPerMinute()),
                tokensPerMinute.orElse(usual.tokensPerMinute()),
                parallelRequests.orElse(usual.parallelRequests()));
    }

    /** Those that are named, for the audit trail. */
    Map<String, String> summary() {
        var summary = new TreeMap<String, String>();
        put(summary, "requests_per_minute", requestsPerMinute);
        put(summary, "tokens_per_minute", tokensPerMinute);
        put(summary, "parallel_requests", parallelRequests);
        return summary;
    }

    private static void put(Map<String, String> summary, String field, OptionalInt limit) {
        limit.ifPresent(value -> summary.put(field, Integer.toString(value)));
    }

    private static void check(String field, OptionalInt limit) {
        if (limit.orElse(0) < 0) {
            throw InputText.refusal(field, "must not be negative");
        }
    }
}
