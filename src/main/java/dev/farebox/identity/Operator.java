package dev.farebox.identity;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** An operator token, without its secret. */
public record Operator(
        UUID id,
        String name,
        String prefix,
        OperatorRole role,
        Optional<Instant> revokedAt,
        Instant createdAt) {
    public boolean isRevoked() {
        return revokedAt.isPresent();
    }
}
