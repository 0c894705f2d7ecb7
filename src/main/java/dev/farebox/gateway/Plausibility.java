package dev.farebox.gateway;

import dev.farebox.config.UsageBounds;
import dev.farebox.gateway.exchange.UsageReading;
import dev.farebox.usage.Dimension;
import dev.farebox.usage.Usage;

/**
 * Whether reported usage may be charged without a person having looked, by the operator's bounds.
 *
 * <p>The provider's adapter has refused what cannot be; this refuses what we do not believe. Hidden
 * reasoning cannot be compared with what was received and is bounded by the absolute limit alone.
 */
record Plausibility(UsageBounds bounds) {
    UsageReading check(UsageReading reading, long estimatedInput, long estimatedOutput) {
        return switch (reading) {
            case UsageReading.Reported reported ->
                    believed(reported.usage(), estimatedInput, estimatedOutput)
                            ? reported
                            : new UsageReading.Implausible(
                                    reported.usage(),
                                    "far from what was sent and received",
                                    reported.rawJson());
            case UsageReading.Missing missing -> missing;
            case UsageReading.Implausible implausible -> implausible;
        };
    }

    private boolean believed(Usage usage, long estimatedInput, long estimatedOutput) {
        long visible = usage.outputTokens() - usage.units(Dimension.REASONING);
        return usage.inputTokens() <= bounds.maxTokens()
                && usage.outputTokens() <= bounds.maxTokens()
                && near(usage.inputTokens(), estimatedInput)
                && near(visible, estimatedOutput);
    }

    private boolean near(long claimed, long estimated) {
        return claimed <= bounds.ignoredBelowTokens()
                || claimed <= estimated * bounds.maxPlausibleMultiple();
    }
}
