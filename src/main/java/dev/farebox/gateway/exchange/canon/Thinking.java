package dev.farebox.gateway.exchange.canon;

/** How much the model shall think. */
public sealed interface Thinking {
    /** As the model does by itself. */
    record Unsaid() implements Thinking {}

    record Off() implements Thinking {}

    /** The model decides how much. */
    record Adaptive() implements Thinking {}

    /** {@code minimal}, {@code low}, {@code medium}, {@code high}, {@code xhigh}, {@code max}. */
    record Effort(String word) implements Thinking {}

    /** At most so many tokens. */
    record Budget(long tokens) implements Thinking {}
}
