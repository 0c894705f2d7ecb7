package dev.farebox.gateway;

import dev.farebox.gateway.exchange.UsageReading;

/**
 * What an upstream has delivered to us.
 *
 * @param usage what it said about it
 * @param outputTokens our own estimate of the output received, 0 when no answer had begun
 * @param begun some of an answer was received, or the client itself cut off one that was under way:
 *     the input was consumed
 */
record Received(UsageReading usage, long outputTokens, boolean begun) {
    static final Received NOTHING = new Received(UsageReading.MISSING, 0, false);
    static final Received INPUT_CONSUMED = new Received(UsageReading.MISSING, 0, true);

    /** The same, with a claim that is not believed set apart. */
    Received checked(Plausibility plausibility, Foreseen foreseen) {
        return new Received(plausibility.check(usage, foreseen, outputTokens), outputTokens, begun);
    }
}
