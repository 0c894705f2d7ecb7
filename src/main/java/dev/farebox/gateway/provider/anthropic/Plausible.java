package dev.farebox.gateway.provider.anthropic;

import dev.farebox.gateway.exchange.ModelUsage;
import dev.farebox.gateway.exchange.UsageBounds;
import dev.farebox.usage.Dimension;
import dev.farebox.usage.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much of a report can be believed.
 *
 * <p>Each call of a tool that the provider runs itself begins a further round with everything so
 * far as its input, the tool's result included; without such calls there is one round, and a few
 * more for compaction, advisors and fallbacks.
 *
 * @param calls of the provider's own tools that were seen in the answer
 */
record Plausible(UsageBounds bounds, int calls) {
    private static final long TOOL_RESULT = 131_072;
    private static final int ROUNDS_BESIDE = 16;
    private static final long MAX_REQUESTS = 1_000;

    /** What is wrong with the report; null where it can be believed. */
    @Nullable String objection(Usage usage, List<ModelUsage> shares) {
        if (shares.size() > ROUNDS_BESIDE + 2 * calls) {
            return shares.size() + " iterations, where " + calls + " calls of tools were seen";
        }
        for (Dimension tool :
                List.of(Dimension.WEB_SEARCH, Dimension.WEB_FETCH, Dimension.CODE_EXECUTION)) {
            if (usage.units(tool) > MAX_REQUESTS) {
                return usage.units(tool) + " requests of " + tool.key();
            }
        }
        if (shares.isEmpty()) {
            return excess(usage, 1 + calls);
        }
        for (ModelUsage share : shares) {
            String why = excess(share.usage(), 1);
            if (why != null) {
                return why;
            }
        }
        return null;
    }

    private @Nullable String excess(Usage usage, int rounds) {
        long mostOutput = times(bounds.maxOutput(), rounds);
        long mostInput = times(plus(bounds.maxInput(), calls * TOOL_RESULT), rounds);
        if (usage.inputTokens() > mostInput) {
            return usage.inputTokens()
                    + " input tokens, where the request can hold at most "
                    + mostInput;
        }
        if (usage.outputTokens() > mostOutput) {
            return usage.outputTokens()
                    + " output tokens, where the answer can hold at most "
                    + mostOutput;
        }
        return null;
    }

    private static long plus(long a, long b) {
        return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }

    private static long times(long a, int b) {
        return a > Long.MAX_VALUE / b ? Long.MAX_VALUE : a * b;
    }
}
