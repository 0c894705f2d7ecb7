package dev.farebox.ledger;

import java.util.UUID;

/**
 * Ends a hold whose {@code node} is lost, charging {@code line.charge()}, which is at most its last
 * checkpoint. The caller knows that the node will never end it: its heartbeat and its replay grace
 * have lapsed.
 */
public record RecoverHold(AccountId account, HoldId hold, UUID node, UsageLine line)
        implements LedgerOp {}
