package dev.farebox.ledger;

/**
 * Ends a hold past its expiry, charging {@code line.charge()}, which is at most its last
 * checkpoint.
 */
public record ExpireHold(AccountId account, HoldId hold, UsageLine line) implements LedgerOp {}
