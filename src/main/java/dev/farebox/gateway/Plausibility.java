package dev.farebox.gateway;

import dev.farebox.config.UsageBounds;
import dev.farebox.gateway.exchange.UsageReading;
import dev.farebox.usage.Dimension;
import dev.farebox.usage.Usage;
import java.util.List;

/**
 * Whether reported usage may be charged without a person having looked, by the operator's bounds.
 *
 * <p>The provider's adapter has refused what cannot be; this refuses what we do not believe. Hidden
 * reasoning cannot be compared with what was received and is bounded by the absolute limit alone.
 */
record Plausibility(UsageBounds bounds) {
    /** What these bring in, the client has not sent. */
    private static final List<Dimension> FETCHING =
            List.of(
                    Dimension.WEB_SEARCH,
                    Dimension.WEB_FETCH,
                    Dimension.CODE_EXECUTION,
                    Dimension.FILE_SEARCH,
                    Dimension.GROUNDING,
                    Dimension.INPUT_TOOL_RESULT);

    UsageReading check(UsageReading reading, Foreseen foreseen, long estimatedOutput) {
        return switch (reading) {
            case UsageReading.Reported reported ->
                    believed(reported, foreseen, estimatedOutput)
                            ? reported
                            : new UsageReading.Implausible(
                                    reported.usage(),
                                    "far from what was sent and received",
                                    reported.rawJson());
            case UsageReading.Missing missing -> missing;
            case UsageReading.Implausible implausible -> implausible;
        };
    }

    private boolean believed(
            UsageReading.Reported reported, Foreseen foreseen, long estimatedOutput) {
        Usage usage = reported.usage();
        long visible = usage.outputTokens() - usage.units(Dimension.REASONING);
        return usage.inputTokens() <= bounds.maxTokens()
                && usage.outputTokens() <= bounds.maxTokens()
                && (restsOnMore(reported, foreseen)
                        || near(usage.inputTokens(), foreseen.inputTokens()))
                && near(visible, estimatedOutput);
    }

    /** Whether honest input may be far more than what the client sent. */
    private static boolean restsOnMore(UsageReading.Reported reported, Foreseen foreseen) {
        return foreseen.unknown()
                || !reported.iterations().isEmpty()
                || FETCHING.stream().anyMatch(tool -> reported.usage().units(tool) > 0);
    }

    private boolean near(long claimed, long estimated) {
        return claimed <= bounds.ignoredBelowTokens()
                || claimed <= estimated * bounds.maxPlausibleMultiple();
    }
}
