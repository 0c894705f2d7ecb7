package dev.farebox.config;

import java.time.Duration;
import java.util.List;

/** How providers are called, where a channel has no value of its own. */
public record UpstreamSettings(
        Duration connectTimeout,
        Duration firstByteTimeout,
        Duration idleTimeout,
        long maxResponseBytes,
        int maxEventBytes,
        int poolSize,
        PrivateAddresses privateAddresses) {
    static final Key<Duration> CONNECT_TIMEOUT =
            new Key<>(
                    "upstream.connect_timeout",
                    Kind.duration(Duration.ofMillis(100), Duration.ofMinutes(1)),
                    "5s",
                    "2s",
                    "How long a connection to a provider may take to open, TLS " + "included.");
    static final Key<Duration> FIRST_BYTE_TIMEOUT =
            new Key<>(
                    "upstream.first_byte_timeout",
                    Kind.duration(Duration.ofMillis(100), Duration.ofHours(1)),
                    "5m",
                    "90s",
                    "How long a provider may take from the end of the request to "
                            + "the first byte of its answer. Models that think first answer "
                            + "late.");
    static final Key<Duration> IDLE_TIMEOUT =
            new Key<>(
                    "upstream.idle_timeout",
                    Kind.duration(Duration.ofMillis(100), Duration.ofHours(1)),
                    "2m",
                    "45s",
                    "How long an answer that has begun may be silent.");
    static final Key<Long> MAX_RESPONSE =
            new Key<>(
                    "upstream.max_response_bytes",
                    Kind.largeSize("1MiB", "4GiB"),
                    "64MiB",
                    "256MiB",
                    "The longest answer; a longer one is cut and counts as a broken "
                            + "upstream.");
    static final Key<Integer> MAX_EVENT =
            new Key<>(
                    "upstream.max_event_bytes",
                    Kind.size("16KiB", "256MiB"),
                    "8MiB",
                    "32MiB",
                    "The longest single event of a stream; images come in one " + "event.");
    static final Key<Integer> POOL_SIZE =
            new Key<>(
                    "upstream.pool_size",
                    Kind.whole(1, 100_000),
                    "512",
                    "2048",
                    "Open connections to one provider address, for each event loop.");
    static final Key<PrivateAddresses> PRIVATE_ADDRESSES =
            new Key<>(
                    "upstream.private_addresses",
                    Kind.word(PrivateAddresses.class),
                    "allow",
                    "refuse",
                    "Whether a channel may lead to an address that is not on the "
                            + "internet: this machine, private networks, carrier-grade "
                            + "translation, multicast. Refuse it where those who add "
                            + "channels may not reach your inner network; what a name "
                            + "resolves to is then checked on every connection. "
                            + "Link-local addresses, where clouds keep credentials, are "
                            + "refused always.");
    static final Section SECTION =
            new Section(
                    "upstream",
                    "How providers are called, where a channel has no value of its " + "own.",
                    List.of(
                            CONNECT_TIMEOUT,
                            FIRST_BYTE_TIMEOUT,
                            IDLE_TIMEOUT,
                            MAX_RESPONSE,
                            MAX_EVENT,
                            POOL_SIZE,
                            PRIVATE_ADDRESSES));

    static UpstreamSettings read(Values values) {
        return new UpstreamSettings(
                values.get(CONNECT_TIMEOUT),
                values.get(FIRST_BYTE_TIMEOUT),
                values.get(IDLE_TIMEOUT),
                values.get(MAX_RESPONSE),
                values.get(MAX_EVENT),
                values.get(POOL_SIZE),
                values.get(PRIVATE_ADDRESSES));
    }
}
