package dev.farebox.identity;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One API key as operators and its customer see it: never the secret.
 *
 * @param prefix the first characters of the secret
 */
public record KeyRecord(
        UUID id,
        UUID customerId,
        String name,
        String prefix,
        KeyTerms terms,
        Optional<Instant> revokedAt,
        Instant createdAt) {
    public boolean isRevoked() {
        return revokedAt.isPresent();
    }
}
