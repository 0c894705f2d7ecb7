package dev.farebox.app;

import dev.farebox.identity.OwnLimits;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a customer may use, as options. What is not named stays as it was. */
final class LimitOptions {
    private static final String USUAL = "usual";

    @Option(
            names = "--rpm",
            paramLabel = "N",
            description = "Requests a minute; 0: no limit; `usual`: what the group says.")
    @Nullable String requests;

    @Option(
            names = "--tpm",
            paramLabel = "N",
            description = "Tokens a minute; 0: no limit; `usual`: what the group says.")
    @Nullable String tokens;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            description = "Requests at the same time; 0: no limit; `usual`: what the group says.")
    @Nullable String parallel;

    OwnLimits over(OwnLimits limits) {
        return new OwnLimits(
                limit(requests, limits.requestsPerMinute()),
                limit(tokens, limits.tokensPerMinute()),
                limit(parallel, limits.parallelRequests()));
    }

    private static OptionalInt limit(@Nullable String given, OptionalInt before) {
        if (given == null) {
            return before;
        }
        return given.equals(USUAL) ? OptionalInt.empty() : OptionalInt.of(Read.whole(given));
    }
}
