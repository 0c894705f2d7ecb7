package dev.farebox.gateway;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The gauges of all keys, of all customers, or of all groups that are in use. Those that nothing
 * counts on any more are dropped whenever the number of them has doubled, so that there are at most
 * twice as many as were used within the last minute, or {@value #KEPT}.
 */
final class Gauges<K> {
    static final int KEPT = 4_096;

    private final Map<K, Gauge> gauges = new ConcurrentHashMap<>();
    private volatile int sweepAt = KEPT;

    Gauge of(K whose, long now) {
        Gauge known = gauges.get(whose);
        if (known != null) {
            return known;
        }
        if (gauges.size() >= sweepAt) {
            sweep(now);
        }
        return gauges.computeIfAbsent(whose, _ -> new Gauge(now));
    }

    int size() {
        return gauges.size();
    }

    private void sweep(long now) {
        gauges.forEach((whose, gauge) -> {
            if (gauge.retire(now)) {
                gauges.remove(whose, gauge);
            }
        });
        sweepAt = Math.max(KEPT, 2 * gauges.size());
    }
}
