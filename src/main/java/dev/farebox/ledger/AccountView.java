package dev.farebox.ledger;

import java.time.Instant;

/**
 * What an account has, of the credit asset, at one ledger position. {@code available} counts the
 * lots that may pay now; {@code later} is in lots that pay from a later time on or are past their
 * expiry and not yet taken.
 */
public record AccountView(
        AccountId account,
        long version,
        long available,
        long later,
        long held,
        long frozen,
        long owed,
        long owedCap,
        Instant openedAt) {}
