package dev.farebox.ledger;

import java.time.LocalDate;
import java.util.UUID;

/**
 * The spend caps of one key, in nano-credits; {@link #NONE} is no cap. Checked under the account's
 * lock when a hold is placed or extended: spent + held + the new amount stays within each cap.
 *
 * <p>{@code day} is the natural day in the operator's zone on which the request was admitted; the
 * request counts in that day and month for ever, also when it ends later.
 */
public record SpendCaps(UUID keyId, LocalDate day, long perDay, long perMonth, long total) {
    public static final long NONE = Long.MAX_VALUE;

    public boolean isUnlimited() {
        return perDay == NONE && perMonth == NONE && total == NONE;
    }
}
