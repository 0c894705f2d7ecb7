package dev.farebox.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a client may send, and how much keys and customers without limits of their own may use.
 *
 * @param groups by the name of the service group
 */
public record LimitSettings(
        int maxBodyBytes,
        int maxHeaderBytes,
        Duration bodyReadTimeout,
        long bufferedBodyBudget,
        int maxNestingDepth,
        Duration streamKeepAlive,
        int requestsPerMinute,
        int tokensPerMinute,
        int parallelRequests,
        Map<String, GroupSettings> groups) {
    static final Key<Integer> MAX_BODY =
            new Key<>(
                    "limits.max_body_bytes",
                    Kind.size("1KiB", "256MiB"),
                    "32MiB",
                    "64MiB",
                    "The largest request body, before and after decompression.");
    static final Key<Integer> MAX_HEADERS =
            new Key<>(
                    "limits.max_header_bytes",
                    Kind.size("4KiB", "1MiB"),
                    "32KiB",
                    "64KiB",
                    "The largest request line and headers, together.");
    static final Key<Duration> BODY_READ_TIMEOUT =
            new Key<>(
                    "limits.body_read_timeout",
                    Kind.duration(Duration.ofSeconds(1), Duration.ofMinutes(10)),
                    "30s",
                    "1m",
                    "How long a client may take to send its body.");
    static final Key<Long> BUFFERED_BODY_BUDGET =
            new Key<>(
                    "limits.buffered_body_budget",
                    Kind.largeSize("1MiB", "64GiB"),
                    "256MiB",
                    "2GiB",
                    "What all request bodies held in memory may sum up to; beyond "
                            + "it requests are refused as overload. At least "
                            + "limits.max_body_bytes.");
    static final Key<Integer> MAX_NESTING_DEPTH =
            new Key<>(
                    "limits.max_nesting_depth",
                    Kind.whole(8, 2_000),
                    "200",
                    "500",
                    "How deep a JSON body may nest.");
    static final Key<Duration> STREAM_KEEP_ALIVE =
            new Key<>(
                    "limits.stream_keep_alive",
                    Kind.duration(Duration.ofSeconds(1), Duration.ofMinutes(10)),
                    "15s",
                    "5s",
                    "After how much silence a client that waits for more of a stream is sent a"
                            + " sign of life: shorter than what proxies on the way allow.");
    static final Key<Integer> REQUESTS_PER_MINUTE =
            new Key<>(
                    "limits.requests_per_minute",
                    Kind.whole(0, 10_000_000),
                    "0",
                    "600",
                    "Requests a minute for a key that names no limit; 0: no limit.");
    static final Key<Integer> TOKENS_PER_MINUTE =
            new Key<>(
                    "limits.tokens_per_minute",
                    Kind.whole(0, 2_000_000_000),
                    "0",
                    "2000000",
                    "Tokens a minute for a key that names no limit; 0: no limit.");
    static final Key<Integer> PARALLEL_REQUESTS =
            new Key<>(
                    "limits.parallel_requests",
                    Kind.whole(0, 1_000_000),
                    "256",
                    "64",
                    "Requests in flight at once for a key that names no limit; 0: " + "no limit.");
    static final Section SECTION =
            new Section(
                    "limits",
                    "What a client may send; how much a key and the customers of a service group"
                            + " may use when they have no limit of their own. Limits of use hold"
                            + " on each node by itself: two nodes let through twice as much. A"
                            + " request is checked against its key, its customer and its group,"
                            + " in this order, each for requests in flight, requests a minute and"
                            + " tokens a minute; the first limit in the way refuses it (429), and"
                            + " then none of them counts it. A minute's worth may come at once."
                            + " Tokens are counted by an estimate when a request comes, and"
                            + " corrected when it has ended.",
                    List.of(
                            MAX_BODY,
                            MAX_HEADERS,
                            BODY_READ_TIMEOUT,
                            BUFFERED_BODY_BUDGET,
                            MAX_NESTING_DEPTH,
                            STREAM_KEEP_ALIVE,
                            REQUESTS_PER_MINUTE,
                            TOKENS_PER_MINUTE,
                            PARALLEL_REQUESTS),
                    Optional.of(GroupSettings.FAMILY));

    public LimitSettings {
        groups = Map.copyOf(groups);
    }

    static LimitSettings read(Values values) {
        var limits =
                new LimitSettings(
                        values.get(MAX_BODY),
                        values.get(MAX_HEADERS),
                        values.get(BODY_READ_TIMEOUT),
                        values.get(BUFFERED_BODY_BUDGET),
                        values.get(MAX_NESTING_DEPTH),
                        values.get(STREAM_KEEP_ALIVE),
                        values.get(REQUESTS_PER_MINUTE),
                        values.get(TOKENS_PER_MINUTE),
                        values.get(PARALLEL_REQUESTS),
                        GroupSettings.read(values));
        values.rule(
                limits.bufferedBodyBudget >= limits.maxBodyBytes,
                BUFFERED_BODY_BUDGET,
                "must be at least limits.max_body_bytes, or the largest body could never be read");
        return limits;
    }
}
