package dev.farebox.config;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the customers of one service group may use on this node; 0 is no limit. */
public record GroupSettings(
        int customerRequestsPerMinute,
        int customerTokensPerMinute,
        int customerParallelRequests,
        int sharedRequestsPerMinute,
        int sharedTokensPerMinute,
        int sharedParallelRequests) {
    private static final String UNDER = "limits.groups";
    private static final String OWN =
            " of the group that has no limit of its own, all its keys together; 0: no limit.";
    private static final String ALL = " of the group together; 0: no limit.";
    private static final Key<Integer> CUSTOMER_REQUESTS =
            requests("customer_", "300", "Requests a minute for each customer" + OWN);
    private static final Key<Integer> CUSTOMER_TOKENS =
            tokens("customer_", "1000000", "Tokens a minute for each customer" + OWN);
    private static final Key<Integer> CUSTOMER_PARALLEL =
            parallel("customer_", "32", "Requests in flight at once for each customer" + OWN);
    private static final Key<Integer> SHARED_REQUESTS =
            requests("shared_", "6000", "Requests a minute for all customers" + ALL);
    private static final Key<Integer> SHARED_TOKENS =
            tokens("shared_", "20000000", "Tokens a minute for all customers" + ALL);
    private static final Key<Integer> SHARED_PARALLEL =
            parallel("shared_", "500", "Requests in flight at once for all customers" + ALL);
    static final KeyFamily FAMILY =
            new KeyFamily(
                    UNDER,
                    "What the customers of a service group may use. NAME is the group's, as"
                            + " `customer add --group` takes it; `default` is the group of those"
                            + " who were put in no other.",
                    List.of(
                            CUSTOMER_REQUESTS,
                            CUSTOMER_TOKENS,
                            CUSTOMER_PARALLEL,
                            SHARED_REQUESTS,
                            SHARED_TOKENS,
                            SHARED_PARALLEL));

    static Map<String, GroupSettings> read(Values values) {
        var groups = new TreeMap<String, GroupSettings>();
        for (String name : values.chosen(FAMILY)) {
            groups.put(
                    name,
                    new GroupSettings(
                            values.get(KeyFamily.of(name, CUSTOMER_REQUESTS)),
                            values.get(KeyFamily.of(name, CUSTOMER_TOKENS)),
                            values.get(KeyFamily.of(name, CUSTOMER_PARALLEL)),
                            values.get(KeyFamily.of(name, SHARED_REQUESTS)),
                            values.get(KeyFamily.of(name, SHARED_TOKENS)),
                            values.get(KeyFamily.of(name, SHARED_PARALLEL))));
        }
        return groups;
    }

    private static Key<Integer> requests(String whose, String example, String description) {
        return key(whose + "requests_per_minute", 10_000_000, example, description);
    }

    private static Key<Integer> tokens(String whose, String example, String description) {
        return key(whose + "tokens_per_minute", 2_000_000_000, example, description);
    }

    private static Key<Integer> parallel(String whose, String example, String description) {
        return key(whose + "parallel_requests", 1_000_000, example, description);
    }

    private static Key<Integer> key(String last, int most, String example, String description) {
        return new Key<>(
                UNDER + "." + KeyFamily.NAME + "." + last,
                Kind.whole(0, most),
                "0",
                example,
                description);
    }
}
