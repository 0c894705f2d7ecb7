package dev.farebox.gateway.exchange.canon;

import java.util.List;

/**
 * What one side said. Tool results are parts of a USER turn. SYSTEM turns may stand anywhere.
 * Neighbours may have the same role; a provider that does not take that joins them.
 */
public record Turn(Role role, List<Part> parts) {
    /** Who speaks. */
    public enum Role {
        SYSTEM,
        USER,
        ASSISTANT
    }

    public Turn {
        parts = List.copyOf(parts);
    }
}
