package dev.farebox.gateway;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What the gateway has done since it started, counted. Safe for use by many threads. */
public final class Tally {
    private final AtomicInteger inFlight = new AtomicInteger();
    private final LongAdder upstreamCalls = new LongAdder();
    private final ConcurrentMap<String, LongAdder> outcomes = new ConcurrentHashMap<>();

    void began() {
        inFlight.incrementAndGet();
    }

    void ended() {
        inFlight.decrementAndGet();
    }

    void calledUpstream() {
        upstreamCalls.increment();
    }

    /** {@code outcome} is a word of a small closed set: a usage line's outcome, or a refusal. */
    void count(String outcome) {
        outcomes.computeIfAbsent(outcome, _ -> new LongAdder()).increment();
    }

    /** Requests admitted and not yet settled. */
    public int inFlight() {
        return inFlight.get();
    }

    public long upstreamCalls() {
        return upstreamCalls.sum();
    }

    /** Totals by outcome. */
    public Map<String, Long> outcomes() {
        var totals = new java.util.TreeMap<String, Long>();
        outcomes.forEach((outcome, count) -> totals.put(outcome, count.sum()));
        return totals;
    }
}
