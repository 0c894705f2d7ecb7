package dev.farebox.identity;

import dev.farebox.ledger.SpendCaps;
import dev.farebox.problem.InputText;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a key may do. Checked: a value that exists can be stored.
 *
 * @param models empty: every priced model
 * @param capPerDay nano-credits; {@link SpendCaps#NONE} for none; likewise the other two
 * @param requestsPerMinute empty: what is in force for keys that name none; 0: no limit; likewise
 *     tokens and parallel requests
 */
public record KeyTerms(
        Set<String> models,
        long capPerDay,
        long capPerMonth,
        long capTotal,
        OptionalInt requestsPerMinute,
        OptionalInt tokensPerMinute,
        OptionalInt parallelRequests,
        Optional<Instant> expiresAt) {
    public static final int MOST_MODELS = 1_000;

    /** Every model, no cap, the limits in force, no expiry. */
    public static final KeyTerms OPEN =
            new KeyTerms(
                    Set.of(),
                    SpendCaps.NONE,
                    SpendCaps.NONE,
                    SpendCaps.NONE,
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    Optional.empty());

    public KeyTerms {
        models = checkedModels(models);
        checkNotNegative("cap_per_day", capPerDay);
        checkNotNegative("cap_per_month", capPerMonth);
        checkNotNegative("cap_total", capTotal);
        var _ = new OwnLimits(requestsPerMinute, tokensPerMinute, parallelRequests);
    }

    public KeyTerms withModels(Set<String> these) {
        return new KeyTerms(
                these,
                capPerDay,
                capPerMonth,
                capTotal,
                requestsPerMinute,
                tokensPerMinute,
                parallelRequests,
                expiresAt);
    }

    public KeyTerms withCaps(long perDay, long perMonth, long total) {
        return new KeyTerms(
                models,
                perDay,
                perMonth,
                total,
                requestsPerMinute,
                tokensPerMinute,
                parallelRequests,
                expiresAt);
    }

    public KeyTerms withLimits(OptionalInt requests, OptionalInt tokens, OptionalInt parallel) {
        return new KeyTerms(
                models, capPerDay, capPerMonth, capTotal, requests, tokens, parallel, expiresAt);
    }

    public KeyTerms withExpiry(Optional<Instant> when) {
        return new KeyTerms(
                models,
                capPerDay,
                capPerMonth,
                capTotal,
                requestsPerMinute,
                tokensPerMinute,
                parallelRequests,
                when);
    }

    public OwnLimits ownLimits() {
        return new OwnLimits(requestsPerMinute, tokensPerMinute, parallelRequests);
    }

    private static Set<String> checkedModels(Set<String> models) {
        if (models.size() > MOST_MODELS) {
            throw InputText.refusal("models", "are more than " + MOST_MODELS);
        }
        var checked = new TreeSet<String>();
        models.forEach(model -> checked.add(InputText.line("model", model, 200)));
        return Set.copyOf(checked);
    }

    private static void checkNotNegative(String field, long value) {
        if (value < 0) {
            throw InputText.refusal(field, "must not be negative");
        }
    }
}
