package dev.farebox.gateway;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * How many output tokens a client usually gets from a model: the 95th percentile of its recent
 * answers, which bounds what a hold sets aside.
 *
 * <p>Clients ask for 128 000 tokens and use 300; holding what they ask for would lock small
 * balances out. Counts lie in buckets a factor of √2 apart and are halved as new ones come in, so
 * that a few hundred answers are remembered. Nothing is forecast from fewer than 20.
 *
 * <p>Safe for use by many threads; guarded by itself. Keeps the {@code capacity} most recently used
 * pairs.
 */
final class OutputForecast {
    private static final int LEAST_SEEN = 20;
    private static final int REMEMBERED = 256;
    private static final int[] UPPER_BOUNDS = upperBounds();

    private record Pair(String model, UUID key) {}

    private final Map<Pair, Histogram> histograms;

    OutputForecast(int capacity) {
        histograms =
                new LinkedHashMap<>(16, 0.75f, true) {
                    @Override
                    protected boolean removeEldestEntry(Map.Entry<Pair, Histogram> eldest) {
                        return size() > capacity;
                    }
                };
    }

    synchronized void observe(String model, UUID key, long outputTokens) {
        histograms.computeIfAbsent(new Pair(model, key), _ -> new Histogram()).add(outputTokens);
    }

    synchronized OptionalLong p95(String model, UUID key) {
        Histogram histogram = histograms.get(new Pair(model, key));
        return histogram == null ? OptionalLong.empty() : histogram.p95();
    }

    private static int[] upperBounds() {
        var bounds = new int[40];
        for (int i = 0; i < bounds.length; i++) {
            int power = 8 << (i / 2);
            bounds[i] = i % 2 == 0 ? power : power * 3 / 2;
        }
        return bounds;
    }

    private static final class Histogram {
        private final int[] counts = new int[UPPER_BOUNDS.length];
        private int total;

        private void add(long tokens) {
            if (total >= REMEMBERED) {
                halve();
            }
            int bucket = 0;
            while (bucket < counts.length - 1 && UPPER_BOUNDS[bucket] < tokens) {
                bucket++;
            }
            counts[bucket]++;
            total++;
        }

        private void halve() {
            total = 0;
            for (int i = 0; i < counts.length; i++) {
                counts[i] /= 2;
                total += counts[i];
            }
        }

        private OptionalLong p95() {
            if (total < LEAST_SEEN) {
                return OptionalLong.empty();
            }
            int above = total / 20;
            for (int i = counts.length - 1; i > 0; i--) {
                above -= counts[i];
                if (above < 0) {
                    return OptionalLong.of(UPPER_BOUNDS[i]);
                }
            }
            return OptionalLong.of(UPPER_BOUNDS[0]);
        }
    }
}
