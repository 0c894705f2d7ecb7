package dev.farebox.ledger;

import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which lot pays first: lower priority, then sooner expiry (none last), then lower burn rank of the
 * colour (free before paid), then the earlier one, then the lower id. It depends on what never
 * changes in a lot, so that the order of two lots is the same for ever.
 */
final class BurnOrder implements Comparator<Lot> {
    static final BurnOrder INSTANCE = new BurnOrder();

    private BurnOrder() {}

    @Override
    public int compare(Lot one, Lot other) {
        int order = Integer.compare(one.priority(), other.priority());
        if (order == 0) {
            order = soonest(one.expiresAt(), other.expiresAt());
        }
        if (order == 0) {
            order = Integer.compare(one.colour().burnRank(), other.colour().burnRank());
        }
        if (order == 0) {
            order = one.effectiveAt().compareTo(other.effectiveAt());
        }
        return order == 0 ? unsigned(one.id(), other.id()) : order;
    }

    private static int soonest(@Nullable Instant one, @Nullable Instant other) {
        if (one == null) {
            return other == null ? 0 : 1;
        }
        if (other == null) {
            return -1;
        }
        return one.compareTo(other);
    }

    /** As PostgreSQL orders them; {@link UUID#compareTo} takes the halves for signed numbers. */
    private static int unsigned(UUID one, UUID other) {
        int order =
                Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
        return order == 0
                ? Long.compareUnsigned(
                        one.getLeastSignificantBits(), other.getLeastSignificantBits())
                : order;
    }
}
