package dev.farebox.ledger;

/**
 * Ends a hold by charging {@code line.charge()} nano-credits of it (0 releases it whole) and writes
 * the usage line, in one transaction.
 *
 * <p>A charge above what is held is taken from what is available first, then owed up to the
 * account's cap, and the operator bears the rest.
 */
public record CaptureHold(AccountId account, HoldId hold, UsageLine line) implements LedgerOp {}
