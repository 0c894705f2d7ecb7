package dev.farebox.gateway;

import java.time.Duration;

/**
 * Decides, while a stream runs, when its hold must grow, when what was consumed is recorded, and
 * when credit has ended.
 *
 * <p>Pure but for its own counters; amounts are nano-credits, instants of {@link
 * System#nanoTime()}. One question to the ledger is open at a time. Used on one event loop.
 */
final class Meter {
    /**
     * The durable checkpoint is renewed every {@code checkpoint} output tokens or {@code time},
     * whichever comes first; the hold grows by {@code growth} output tokens at a time.
     */
    record Steps(long checkpoint, long growth, Duration time) {}

    /** What the stream must do now. */
    sealed interface Demand {
        /** The hold is spent and the ledger has refused more. */
        record Stop() implements Demand {}

        /** Ask for {@code desired}, at least {@code minimum}, and record {@code checkpoint}. */
        record Extend(long desired, long minimum, long checkpoint) implements Demand {}

        record None() implements Demand {}
    }

    private static final Demand NONE = new Demand.None();

    private final Steps steps;
    private long held;
    private long lastTokens;
    private long lastInstant;
    private boolean asking;
    private boolean refused;

    Meter(Steps steps, long held, long now) {
        this.steps = steps;
        this.held = held;
        this.lastInstant = now;
    }

    /**
     * {@code charge} is for {@code tokens} so far, {@code ahead} for half a step of growth more:
     * asking that early keeps a stream from waiting for the ledger.
     */
    Demand consumed(long tokens, long charge, long ahead, long now) {
        if (refused && charge >= held) {
            return new Demand.Stop();
        }
        boolean runsOut = ahead > held;
        if (asking || !(isDue(tokens, now) || (runsOut && !refused))) {
            return NONE;
        }
        asking = true;
        lastTokens = tokens;
        lastInstant = now;
        if (!runsOut) {
            return new Demand.Extend(0, 0, charge);
        }
        long halfStep = Math.subtractExact(ahead, charge);
        return new Demand.Extend(
                Math.addExact(ahead - held, halfStep), Math.max(1, charge - held), charge);
    }

    private boolean isDue(long tokens, long now) {
        return tokens - lastTokens >= steps.checkpoint()
                || (tokens > lastTokens && now - lastInstant >= steps.time().toNanos());
    }

    /** Nothing more may be received before the ledger has answered. */
    boolean mustWait(long charge) {
        return asking && charge >= held;
    }

    /** The hold is {@code amount} in all. */
    void extended(long amount) {
        asking = false;
        refused = false;
        held = amount;
    }

    void refused() {
        asking = false;
        refused = true;
    }

    /** The ledger gave no answer; the next step asks again. */
    void unanswered() {
        asking = false;
    }

    long held() {
        return held;
    }
}
