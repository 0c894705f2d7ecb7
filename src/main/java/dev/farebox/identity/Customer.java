package dev.farebox.identity;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Who pays.
 *
 * @param id also the id of the ledger account
 * @param group the service group, which selects the price multiplier and the usual limits
 * @param limits of all its keys together
 */
public record Customer(
        UUID id,
        String name,
        Optional<String> email,
        String group,
        OwnLimits limits,
        CustomerState state,
        Instant createdAt) {}
