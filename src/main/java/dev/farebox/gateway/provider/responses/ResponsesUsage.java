package dev.farebox.gateway.provider.responses;

import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.InputSize;
import dev.farebox.gateway.exchange.UsageBounds;
import dev.farebox.gateway.exchange.UsageReading;
import dev.farebox.gateway.exchange.UsageReading.Implausible;
import dev.farebox.gateway.exchange.UsageReading.Reported;
import dev.farebox.gateway.provider.openai.ChatUsage;
import dev.farebox.gateway.provider.openai.ReportedUsage;
import dev.farebox.usage.Usage;
import org.jspecify.annotations.Nullable;

/**
 * Turns the usage of a response into disjoint counts: that of the model as chat completions read
 * theirs, and that of the provider's own tools beside it.
 */
final class ResponsesUsage {
    /** The largest context of any model: what an earlier response may bring along unseen. */
    static final long UNSEEN_INPUT = 2_000_000;

    /** More searches than any answer does. */
    static final long MAX_CALLS = 10_000;

    private ResponsesUsage() {}

    /** Never throws for what an upstream sent. */
    static UsageReading reading(
            @Nullable ReportedUsage report, String tier, ToolUse tools, UsageBounds bounds) {
        return switch (ChatUsage.reading(report, tier, bounds)) {
            case UsageReading.Missing missing -> missing;
            case Implausible(var claimed, var why, var raw) ->
                    new Implausible(tools.addedTo(claimed), why, raw);
            case Reported(var model, var raw, _) -> {
                Usage usage = tools.addedTo(model);
                String why = objection(usage, tools, bounds);
                yield why == null ? new Reported(usage, raw) : new Implausible(usage, why, raw);
            }
        };
    }

    private static @Nullable String objection(Usage usage, ToolUse tools, UsageBounds bounds) {
        if (tools.fault() != null) {
            return tools.fault();
        }
        if (tools.webSearches() > MAX_CALLS) {
            return tools.webSearches() + " searches for one answer";
        }
        if (usage.inputTokens() > bounds.maxInput() || usage.outputTokens() > bounds.maxOutput()) {
            return "more tokens for pictures than the answer can hold";
        }
        return null;
    }

    /**
     * @param hosted whether tools of the provider's were used, whose results it reads as input
     */
    static UsageBounds bounds(ClientRequest request, boolean hosted, long outputBytes) {
        InputSize input = request.input();
        UsageBounds seen = UsageBounds.of(input, request.choices(), outputBytes);
        boolean unseen = request.state() != null || hosted || input.files() > 0;
        return unseen ? new UsageBounds(seen.maxInput() + UNSEEN_INPUT, seen.maxOutput()) : seen;
    }
}
