package dev.farebox.pricing;

/**
 * Other rates for the whole request once its input exceeds {@code aboveInputTokens}, cached tokens
 * included. What a band does not state stays as in the band below it.
 */
public record Band(long aboveInputTokens, Rates price, Rates cost) {
    public Band {
        if (aboveInputTokens <= 0) {
            throw new IllegalArgumentException("a band above " + aboveInputTokens + " tokens");
        }
    }
}
