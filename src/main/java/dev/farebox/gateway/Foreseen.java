package dev.farebox.gateway;

import dev.farebox.usage.Dimension;
import dev.farebox.usage.Usage;

/** What a hold was placed for: one request with estimated input and bounded output, in tokens. */
record Foreseen(long inputTokens, long outputTokens) {
    long tokens() {
        return Math.addExact(inputTokens, outputTokens);
    }

    /** The estimated input with {@code output} tokens. */
    Usage with(long output) {
        return Usage.builder()
                .set(Dimension.REQUEST, 1)
                .set(Dimension.INPUT, inputTokens)
                .set(Dimension.OUTPUT, output)
                .basis(Usage.Basis.ESTIMATED)
                .build();
    }
}
