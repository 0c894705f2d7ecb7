package dev.farebox.gateway.provider.openai;

import dev.farebox.gateway.exchange.UsageBounds;
import dev.farebox.gateway.exchange.UsageReading;
import dev.farebox.gateway.exchange.UsageReading.Implausible;
import dev.farebox.gateway.exchange.UsageReading.Reported;
import dev.farebox.usage.Dimension;
import dev.farebox.usage.Usage;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Turns a chat usage object of any vendor into disjoint counts.
 *
 * <ul>
 *   <li>{@code fresh = max(0, prompt − cached − written − audio − image − video)}: cached and
 *       written tokens are part of the prompt, and so is each modality; where they overlap, cached
 *       wins.
 *   <li>{@code out = max(completion, total − prompt)}: xAI and others leave reasoning out of {@code
 *       completion_tokens} (recorded: 12 + 2 + 320 = 334). Reasoning beyond {@code completion}
 *       without a total stands beside it too.
 *   <li>{@code output = out − reasoning − audio − image}.
 * </ul>
 */
public final class ChatUsage {
    /** What vendors call the tier that has no name in a price book. */
    private static final Set<String> STANDARD_TIERS =
            Set.of("default", "standard", "auto", "on_demand");

    private ChatUsage() {}

    /** Reads a usage object alone. */
    static UsageReading read(byte[] usageObject, UsageBounds bounds) {
        try (var parser = dev.farebox.json.Json.parser(usageObject, 0, usageObject.length)) {
            parser.nextToken();
            return reading(ReportedUsage.read(parser, usageObject, 0), "", bounds);
        } catch (JacksonException _) {
            return UsageReading.MISSING;
        }
    }

    public static UsageReading reading(
            @Nullable ReportedUsage report, String tier, UsageBounds bounds) {
        if (report == null || !report.isReport()) {
            return UsageReading.MISSING;
        }
        Usage usage = usage(report, tier);
        String why = report.fault == null ? excess(usage, bounds) : report.fault;
        return why == null
                ? new Reported(usage, report.rawJson)
                : new Implausible(usage, why, report.rawJson);
    }

    /** Why so much cannot be; null where it can. */
    static @Nullable String excess(Usage usage, UsageBounds bounds) {
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

    /** The tier as a price book names it, empty for the standard one. */
    static String named(String tier) {
        return STANDARD_TIERS.contains(tier) ? "" : tier;
    }

    private static Usage usage(ReportedUsage report, String tier) {
        var usage = Usage.builder().tier(named(tier));
        input(report, usage);
        output(report, usage);
        return usage.build();
    }

    private static void input(ReportedUsage report, Usage.Builder usage) {
        long cached = Math.max(0, report.cached);
        long written30m = Math.max(0, report.cacheWrite30m);
        long written12h = Math.max(0, report.cacheWrite12h);
        long written = Math.max(Math.max(0, report.cacheWrite), written30m + written12h);
        long left = Math.max(0, report.prompt - cached - written);
        long audio = within(report.inputAudio, left);
        long image = within(report.inputImage, left - audio);
        long video = within(report.inputVideo, left - audio - image);
        usage.set(Dimension.CACHED_INPUT, cached)
                .set(Dimension.CACHE_WRITE, written - written30m - written12h)
                .set(Dimension.CACHE_WRITE_30M, written30m)
                .set(Dimension.CACHE_WRITE_12H, written12h)
                .set(Dimension.INPUT_AUDIO, audio)
                .set(Dimension.INPUT_IMAGE, image)
                .set(Dimension.INPUT_VIDEO, video)
                .set(Dimension.INPUT, left - audio - image - video);
    }

    private static void output(ReportedUsage report, Usage.Builder usage) {
        long completion = Math.max(0, report.completion);
        long out = Math.max(completion, report.total - Math.max(0, report.prompt));
        long reasoning = Math.max(0, report.reasoning);
        if (reasoning > out) {
            out = completion + reasoning;
        }
        long left = out - reasoning;
        long audio = within(report.outputAudio, left);
        long image = within(report.outputImage, left - audio);
        usage.set(Dimension.REASONING, reasoning)
                .set(Dimension.OUTPUT_AUDIO, audio)
                .set(Dimension.OUTPUT_IMAGE, image)
                .set(Dimension.OUTPUT, left - audio - image);
    }

    private static long within(long count, long left) {
        return Math.min(Math.max(0, count), left);
    }
}
