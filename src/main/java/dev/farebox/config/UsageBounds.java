package dev.farebox.config;

import java.util.List;

/** When the usage that a provider reports is not believed. */
public record UsageBounds(int maxPlausibleMultiple, int ignoredBelowTokens, int maxTokens) {
    static final Key<Integer> MAX_PLAUSIBLE_MULTIPLE =
            new Key<>(
                    "usage_bounds.max_plausible_multiple",
                    Kind.whole(2, 10_000),
                    "20",
                    "8",
                    "How many times our own estimate a reported count may be.");
    static final Key<Integer> IGNORED_BELOW =
            new Key<>(
                    "usage_bounds.ignored_below_tokens",
                    Kind.whole(0, 10_000_000),
                    "5000",
                    "1000",
                    "Counts up to this are believed whatever the multiple: small "
                            + "requests carry hidden prompts.");
    static final Key<Integer> MAX_TOKENS =
            new Key<>(
                    "usage_bounds.max_tokens",
                    Kind.whole(1_000, 2_000_000_000),
                    "20000000",
                    "4000000",
                    "Tokens that no single request can use; a count above it is "
                            + "never believed.");
    static final Section SECTION =
            new Section(
                    "usage_bounds",
                    "When the usage that a provider reports is not believed: it is "
                            + "quarantined, and the request is charged by our own estimate.",
                    List.of(MAX_PLAUSIBLE_MULTIPLE, IGNORED_BELOW, MAX_TOKENS));

    static UsageBounds read(Values values) {
        return new UsageBounds(
                values.get(MAX_PLAUSIBLE_MULTIPLE),
                values.get(IGNORED_BELOW),
                values.get(MAX_TOKENS));
    }
}
