package dev.farebox.gateway.provider.gemini;

import dev.farebox.gateway.exchange.UsageBounds;
import dev.farebox.gateway.exchange.UsageReading;
import dev.farebox.gateway.exchange.UsageReading.Implausible;
import dev.farebox.gateway.exchange.UsageReading.Reported;
import dev.farebox.usage.Dimension;
import dev.farebox.usage.Usage;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns {@code usageMetadata} into disjoint counts.
 *
 * <ul>
 *   <li>{@code input = prompt + toolUsePrompt}, and the prompt includes what was cached: {@code
 *       fresh = prompt − cached}. Of the fresh part, audio, image and video are what the details
 *       say less what the cache's details say; whatever they leave unexplained is text.
 *   <li>{@code output = candidates + thoughts}. Where a report's own total says that the thoughts
 *       are within the candidates, they are taken out of them; where the total says that more came
 *       out than is itemised, the rest is output (recorded: total = prompt + candidates + thoughts
 *       + toolUse in 445 of 445 answers).
 * </ul>
 */
final class GeminiUsage {
    /** What has no name in a price book. */
    private static final Set<String> STANDARD_TIERS =
            Set.of("", "on_demand", "standard", "unspecified", "traffic_type_unspecified");

    private GeminiUsage() {}

    static UsageReading reading(
            @Nullable ReportedUsage report, long groundings, UsageBounds bounds) {
        if (report == null || !report.isReport()) {
            return UsageReading.MISSING;
        }
        Usage usage = usage(report, groundings);
        String why = report.fault == null ? excess(usage, bounds) : report.fault;
        return why == null
                ? new Reported(usage, report.rawJson)
                : new Implausible(usage, why, report.rawJson);
    }

    private static @Nullable String excess(Usage usage, UsageBounds bounds) {
        if (usage.inputTokens() > bounds.maxInput()) {
            return usage.inputTokens()
                    + " input tokens, where the request can hold at most "
                    + bounds.maxInput();
        }
        if (usage.outputTokens() > bounds.maxOutput()) {
            return usage.outputTokens()
                    + " output tokens, where the answer can hold at most "
                    + bounds.maxOutput();
        }
        return null;
    }

    private static Usage usage(ReportedUsage report, long groundings) {
        var usage = Usage.builder().tier(tier(report)).set(Dimension.GROUNDING, groundings);
        input(report, usage);
        output(report, usage);
        return usage.build();
    }

    private static void input(ReportedUsage report, Usage.Builder usage) {
        long cached = Math.max(0, report.cached);
        long left = Math.max(0, report.prompt - cached);
        Modalities fresh = report.promptDetails.minus(report.cacheDetails);
        long audio = Math.min(fresh.audio(), left);
        long image = Math.min(fresh.image(), left - audio);
        long video = Math.min(fresh.video(), left - audio - image);
        usage.set(Dimension.CACHED_INPUT, cached)
                .set(Dimension.INPUT_AUDIO, audio)
                .set(Dimension.INPUT_IMAGE, image)
                .set(Dimension.INPUT_VIDEO, video)
                .set(Dimension.INPUT, left - audio - image - video)
                .set(Dimension.INPUT_TOOL_RESULT, Math.max(0, report.toolUse));
    }

    private static void output(ReportedUsage report, Usage.Builder usage) {
        long thoughts = Math.max(0, report.thoughts);
        long claimed = Math.max(0, report.candidates);
        long input = Math.max(0, report.prompt) + Math.max(0, report.toolUse);
        boolean within = thoughts <= claimed && report.total == input + claimed;
        long candidates = within ? claimed - thoughts : claimed;
        long unsaid = Math.max(0, report.total - input - candidates - thoughts);
        long left = candidates + unsaid;
        long audio = Math.min(report.candidatesDetails.audio(), left);
        long image = Math.min(report.candidatesDetails.image(), left - audio);
        usage.set(Dimension.REASONING, thoughts)
                .set(Dimension.OUTPUT_AUDIO, audio)
                .set(Dimension.OUTPUT_IMAGE, image)
                .set(Dimension.OUTPUT, left - audio - image);
    }

    /** Vertex says the traffic's type, the Gemini API the service's tier. */
    private static String tier(ReportedUsage report) {
        String said = report.serviceTier.isEmpty() ? report.trafficType : report.serviceTier;
        String word = said.toLowerCase(Locale.ROOT);
        for (String prefix : new String[] {"service_tier_", "on_demand_"}) {
            if (word.startsWith(prefix)) {
                word = word.substring(prefix.length());
            }
        }
        return STANDARD_TIERS.contains(word) ? "" : word;
    }
}
