package dev.farebox.id;

import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Makes UUIDv7 identifiers (RFC 9562 §5.7): 48 bits of Unix milliseconds, then random bits.
 *
 * <p>An id is also an idempotency key and, for entries and usage lines, the partition key in time.
 * Safe for use by many threads when {@code random} is.
 */
public final class Ids {
    private final InstantSource clock;
    private final RandomGenerator random;

    public Ids(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    public UUID next() {
        return at(clock.millis(), random.nextLong(), random.nextLong());
    }

    /** The smallest UUIDv7 of that millisecond: a bound for partitions and range scans. */
    public static UUID floor(long epochMillis) {
        return new UUID(epochMillis << 16, 0L);
    }

    /** The millisecond that a UUIDv7 carries. */
    public static long epochMillis(UUID id) {
        return id.getMostSignificantBits() >>> 16;
    }

    private static UUID at(long epochMillis, long high, long low) {
        long most = (epochMillis << 16) | 0x7000L | (high & 0x0FFFL);
        long least = 0x8000000000000000L | (low & 0x3FFFFFFFFFFFFFFFL);
        return new UUID(most, least);
    }
}
