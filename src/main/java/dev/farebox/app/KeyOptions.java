package dev.farebox.app;

import dev.farebox.identity.KeyTerms;
import dev.farebox.ledger.SpendCaps;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a key may do, as options. What is not named stays as it was. */
final class KeyOptions {
    private static final String NONE = "none";

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description = "A model that the key may use; repeat for more. `any` lifts the limit.")
    List<String> models = List.of();

    @Option(
            names = "--cap-day",
            paramLabel = "CREDITS",
            description = "Most credits in a natural day of the operator's zone; `none` lifts it.")
    @Nullable String capDay;

    @Option(
            names = "--cap-month",
            paramLabel = "CREDITS",
            description = "Most credits in a natural month; `none` lifts it.")
    @Nullable String capMonth;

    @Option(
            names = "--cap-total",
            paramLabel = "CREDITS",
            description = "Most credits in the key's life; `none` lifts it.")
    @Nullable String capTotal;

    @Option(names = "--rpm", paramLabel = "N", description = "Requests a minute; 0: no limit.")
    @Nullable Integer requests;

    @Option(names = "--tpm", paramLabel = "N", description = "Tokens a minute; 0: no limit.")
    @Nullable Integer tokens;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            description = "Requests at the same time; 0: no limit.")
    @Nullable Integer parallel;

    @Option(
            names = "--expires",
            paramLabel = "TIME",
            description = "When the key ends, such as 2027-01-31T00:00:00Z; `none` lifts it.")
    @Nullable String expires;

    KeyTerms over(KeyTerms terms) {
        return new KeyTerms(
                models(terms.models()),
                cap(capDay, terms.capPerDay()),
                cap(capMonth, terms.capPerMonth()),
                cap(capTotal, terms.capTotal()),
                limit(requests, terms.requestsPerMinute()),
                limit(tokens, terms.tokensPerMinute()),
                limit(parallel, terms.parallelRequests()),
                expiry(terms.expiresAt()));
    }

    private Set<String> models(Set<String> before) {
        if (models.isEmpty()) {
            return before;
        }
        return models.equals(List.of("any")) ? Set.of() : Set.copyOf(models);
    }

    private static long cap(@Nullable String given, long before) {
        if (given == null) {
            return before;
        }
        return given.equals(NONE) ? SpendCaps.NONE : Read.credits(given).nanos();
    }

    private static OptionalInt limit(@Nullable Integer given, OptionalInt before) {
        return given == null ? before : OptionalInt.of(given);
    }

    private Optional<Instant> expiry(Optional<Instant> before) {
        String given = expires;
        if (given == null) {
            return before;
        }
        return given.equals(NONE) ? Optional.empty() : Optional.of(Read.instant(given));
    }
}
