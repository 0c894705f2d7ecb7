package dev.farebox.gateway;

import dev.farebox.usage.Dimension;
import dev.farebox.usage.Usage;

/**
 * What a hold was placed for: one request with estimated input and bounded output, in tokens.
 *
 * @param inputTokens all of them, those included that {@code fixed} has by their kind
 * @param fixed what is consumed whatever the answer will be, and the tier that was asked for
 * @param unknown whether the answer may rest on more than what was sent: what an upstream keeps, or
 *     a file
 */
record Foreseen(long inputTokens, long outputTokens, Usage fixed, boolean unknown) {
    Foreseen(long inputTokens, long outputTokens) {
        this(inputTokens, outputTokens, Usage.NONE, false);
    }

    long tokens() {
        return Math.addExact(inputTokens, outputTokens);
    }

    /** The estimated input with {@code output} tokens. */
    Usage with(long output) {
        var usage = Usage.builder().tier(fixed.tier());
        fixed.nonZero().forEach(usage::set);
        return usage.set(Dimension.REQUEST, 1)
                .set(Dimension.INPUT, Math.max(0, inputTokens - fixed.inputTokens()))
                .set(Dimension.OUTPUT, output)
                .basis(Usage.Basis.ESTIMATED)
                .build();
    }
}
