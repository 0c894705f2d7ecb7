package dev.farebox.gateway;

import dev.farebox.gateway.exchange.TokenFactors;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How far our estimates of input are from what each model reports, learned from settled answers.
 *
 * <p>Tokenizers differ by up to 40 % (1.13 and 1.42 are known factors), so a fixed factor makes
 * holds and estimated charges wrong in one direction. For each model the sums of estimated and
 * reported tokens are kept, older ones counting for less; their ratio, within 0.5 to 4, scales
 * {@link TokenFactors#ROUGH}. Guarded by itself; forgets the least recently used beyond its
 * capacity.
 */
final class LearnedFactors {
    private static final int ENOUGH = 20;
    private static final long WINDOW_TOKENS = 4_000_000;
    private static final int LEAST = 500;
    private static final int MOST = 4_000;

    private static final class Sums {
        private long estimated;
        private long reported;
        private int answers;
    }

    private final Map<String, Sums> models;

    LearnedFactors(int capacity) {
        models =
                new LinkedHashMap<>(16, 0.75f, true) {
                    @Override
                    protected boolean removeEldestEntry(Map.Entry<String, Sums> eldest) {
                        return size() > capacity;
                    }
                };
    }

    /** {@code estimated} by the factors in force then; one answer with reported usage. */
    synchronized void observe(String model, long estimated, long reported) {
        if (estimated <= 0 || reported <= 0) {
            return;
        }
        Sums sums = models.computeIfAbsent(model, _ -> new Sums());
        long rough = estimated * TokenFactors.ROUGH.permille() / permille(sums);
        sums.estimated += Math.max(1, Math.min(rough, WINDOW_TOKENS));
        sums.reported += Math.min(reported, WINDOW_TOKENS * 4);
        sums.answers = Math.min(sums.answers + 1, ENOUGH);
        if (sums.estimated > WINDOW_TOKENS) {
            sums.estimated /= 2;
            sums.reported /= 2;
        }
    }

    synchronized TokenFactors of(String model) {
        Sums sums = models.get(model);
        return sums == null ? TokenFactors.ROUGH : TokenFactors.ROUGH.withPermille(permille(sums));
    }

    private static int permille(Sums sums) {
        if (sums.answers < ENOUGH || sums.estimated == 0) {
            return TokenFactors.ROUGH.permille();
        }
        long ratio = sums.reported * TokenFactors.ROUGH.permille() / sums.estimated;
        return Math.clamp(ratio, LEAST, MOST);
    }
}
