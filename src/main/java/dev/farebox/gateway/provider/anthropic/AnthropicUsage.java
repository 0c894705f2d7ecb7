package dev.farebox.gateway.provider.anthropic;

import dev.farebox.gateway.exchange.ModelUsage;
import dev.farebox.gateway.exchange.UsageReading;
import dev.farebox.gateway.exchange.UsageReading.Implausible;
import dev.farebox.gateway.exchange.UsageReading.Reported;
import dev.farebox.gateway.provider.anthropic.Counts.Iteration;
import dev.farebox.usage.Dimension;
import dev.farebox.usage.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns Anthropic's reports into disjoint counts.
 *
 * <ul>
 *   <li>{@code input_tokens} is already net of what was read from and written to the cache.
 *   <li>Cache writes of 5 minutes are {@link Dimension#CACHE_WRITE}, of one hour {@link
 *       Dimension#CACHE_WRITE_1H}. What a later report adds to the writes without saying how long
 *       they live is 5 minutes, unless the request asked for an hour.
 *   <li>Thinking is part of {@code output_tokens}; it is {@link Dimension#REASONING} only where the
 *       answer says how much it was.
 *   <li>Where there are iterations, each is a share of its own, refused first attempts, compaction
 *       and advisors included, and the totals beside them are not used. A share's model is empty
 *       where the report names none: it is then the model that was asked for.
 * </ul>
 */
final class AnthropicUsage {
    private AnthropicUsage() {}

    /**
     * What stands around a report.
     *
     * @param oneHour whether the request asked for cache entries of one hour; asked only when it
     *     matters
     * @param counted tokens estimated from what was received, where the report's output is not the
     *     final one; -1 where it is
     */
    record Circumstances(BooleanSupplier oneHour, long counted, Plausible plausible) {}

    static UsageReading reading(@Nullable Counts counts, Circumstances around) {
        if (counts == null) {
            return UsageReading.MISSING;
        }
        boolean counting = around.counted >= 0;
        List<ModelUsage> shares = counting ? List.of() : shares(counts, around.oneHour);
        if (shares.isEmpty() && counts.fault == null && saysTooLittle(counts, counting)) {
            return UsageReading.MISSING;
        }
        Usage usage = shares.isEmpty() ? single(counts, around) : sum(shares, counts);
        String why =
                counts.fault == null ? around.plausible.objection(usage, shares) : counts.fault;
        return why == null
                ? new Reported(usage, counts.rawJson, shares)
                : new Implausible(usage, why, counts.rawJson);
    }

    private static boolean saysTooLittle(Counts counts, boolean counting) {
        return counts.input < 0 || (counts.output < 0 && !counting);
    }

    private static Usage single(Counts counts, Circumstances around) {
        var usage = Usage.builder().tier(Tier.of(counts));
        tokens(counts, around.oneHour, usage);
        tools(counts, usage);
        long thinking = Math.max(0, counts.thinking);
        if (around.counted >= 0) {
            usage.basis(Usage.Basis.ESTIMATED);
        }
        output(Math.max(counts.output, around.counted), thinking, usage);
        return usage.build();
    }

    private static List<ModelUsage> shares(Counts counts, BooleanSupplier oneHour) {
        int answering = answering(counts.iterations);
        long[] thinking = thinking(counts);
        var shares = new ArrayList<ModelUsage>();
        for (int i = 0; i < counts.iterations.size(); i++) {
            Iteration iteration = counts.iterations.get(i);
            var usage = Usage.builder().tier(Tier.of(counts));
            tokens(iteration.counts(), oneHour, usage);
            output(iteration.counts().output, thinking[i], usage);
            if (i == answering) {
                tools(counts, usage);
            }
            shares.add(new ModelUsage(iteration.model(), usage.build()));
        }
        return shares;
    }

    /** The round that gave the answer: the last that can have, else the last. */
    private static int answering(List<Iteration> iterations) {
        for (int i = iterations.size() - 1; i >= 0; i--) {
            if (iterations.get(i).isAnswer()) {
                return i;
            }
        }
        return iterations.size() - 1;
    }

    /** The thinking that is reported for the whole answer, on its rounds from the last one back. */
    private static long[] thinking(Counts counts) {
        long left = Math.max(0, counts.thinking);
        long[] thinking = new long[counts.iterations.size()];
        for (int i = thinking.length - 1; i >= 0; i--) {
            Iteration iteration = counts.iterations.get(i);
            if (iteration.counts().thinking >= 0) {
                thinking[i] = iteration.counts().thinking;
            } else if (iteration.isAnswer()) {
                thinking[i] = Math.min(left, Math.max(0, iteration.counts().output));
                left -= thinking[i];
            }
        }
        return thinking;
    }

    private static void tokens(Counts counts, BooleanSupplier oneHour, Usage.Builder usage) {
        long short5m = Math.max(0, counts.write5m);
        long long1h = Math.max(0, counts.write1h);
        long unsplit = Math.max(0, counts.cacheWrite - short5m - long1h);
        if (unsplit > 0 && oneHour.getAsBoolean()) {
            long1h += unsplit;
        } else {
            short5m += unsplit;
        }
        usage.set(Dimension.INPUT, Math.max(0, counts.input))
                .set(Dimension.CACHED_INPUT, Math.max(0, counts.cacheRead))
                .set(Dimension.CACHE_WRITE, short5m)
                .set(Dimension.CACHE_WRITE_1H, long1h);
    }

    private static void output(long output, long thinking, Usage.Builder usage) {
        long all = Math.max(0, output);
        long apart = Math.min(all, thinking);
        usage.set(Dimension.OUTPUT, all - apart).set(Dimension.REASONING, apart);
    }

    private static void tools(Counts counts, Usage.Builder usage) {
        usage.set(Dimension.WEB_SEARCH, Math.max(0, counts.webSearches))
                .set(Dimension.WEB_FETCH, Math.max(0, counts.webFetches))
                .set(Dimension.CODE_EXECUTION, Math.max(0, counts.codeExecutions));
    }

    private static Usage sum(List<ModelUsage> shares, Counts counts) {
        var usage = Usage.builder().tier(Tier.of(counts));
        for (Dimension dimension : Dimension.values()) {
            long units = 0;
            for (ModelUsage share : shares) {
                units = Math.addExact(units, share.usage().units(dimension));
            }
            usage.set(dimension, units);
        }
        return usage.build();
    }
}
