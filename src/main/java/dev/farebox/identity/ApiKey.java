package dev.farebox.identity;

import dev.farebox.ledger.SpendCaps;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One API key as the gateway sees it: never the secret, which is stored as its SHA-256 alone.
 *
 * @param prefix the first characters of the secret, for people
 * @param group the customer's service group, which selects the price multiplier
 * @param models the models that it may ask for; empty: every priced model
 * @param capPerDay nano-credits; {@link SpendCaps#NONE} for none; likewise the other two
 * @param limits of the key itself
 * @param customerLimits of all keys of its customer together
 * @param groupLimits of all customers of its service group together
 */
public record ApiKey(
        UUID id,
        UUID customerId,
        String customerName,
        String name,
        String prefix,
        String group,
        Set<String> models,
        long capPerDay,
        long capPerMonth,
        long capTotal,
        Limits limits,
        Limits customerLimits,
        Limits groupLimits,
        @Nullable Instant expiresAt) {
    public ApiKey {
        models = Set.copyOf(models);
    }

    public boolean mayUse(String model) {
        return models.isEmpty() || models.contains(model);
    }

    public boolean isExpired(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }
}
