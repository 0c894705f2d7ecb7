package dev.farebox.db;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One run of one gateway node.
 *
 * @param id stays over restarts
 * @param epoch grows with every start of the node; what an earlier one left is recovered
 */
public record Node(
        UUID id,
        long epoch,
        String name,
        Instant startedAt,
        Instant heartbeatAt,
        Optional<Instant> stoppedAt) {}
