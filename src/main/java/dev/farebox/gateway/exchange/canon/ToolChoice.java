package dev.farebox.gateway.exchange.canon;

import java.util.List;

/** Which tools the model may or must call. */
public sealed interface ToolChoice {
    /** The dialect's default. */
    record Auto() implements ToolChoice {}

    record None() implements ToolChoice {}

    /** Any, but at least one. */
    record Required() implements ToolChoice {}

    record Named(String name) implements ToolChoice {}

    /** Only these; {@code required}: at least one of them. */
    record Allowed(List<String> names, boolean required) implements ToolChoice {
        public Allowed {
            names = List.copyOf(names);
        }
    }
}
