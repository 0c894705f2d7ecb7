package dev.farebox.ledger;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a lot came from.
 *
 * @param paidMinor what was paid for all of it, in minor units of {@code currency}; 0 when nothing
 * @param currency ISO 4217, or null when nothing was paid
 * @param order the order that delivered it
 * @param payment the payment that covers it
 * @param parent the lot that this one hangs on: the purchase of a bonus, the expired lot of a
 *     return
 * @param refundable whether a refund may draw on it at all
 */
public record LotOrigin(
        long paidMinor,
        @Nullable String currency,
        @Nullable UUID order,
        @Nullable UUID payment,
        @Nullable UUID parent,
        boolean refundable) {
    /** Nothing was paid and nothing is linked. */
    public static final LotOrigin FREE = new LotOrigin(0, null, null, null, null, false);

    public LotOrigin {
        if (paidMinor < 0 || (paidMinor > 0 && currency == null)) {
            throw new IllegalArgumentException("paid " + paidMinor + " " + currency);
        }
    }

    /** Nothing was paid; hangs on {@code parent}. */
    static LotOrigin childOf(UUID parent) {
        return new LotOrigin(0, null, null, null, parent, false);
    }
}
