package dev.farebox.gateway.provider.demo;

/**
 * One event of a stream. {@code name} is empty where the dialect gives none; {@code usage} tells
 * the one that says what the whole answer costs, {@code terminal} the one that ends the stream.
 */
record Event(String name, String payload, boolean usage, boolean terminal) {
    static Event of(String name, String payload) {
        return new Event(name, payload, false, false);
    }

    Event withUsage() {
        return new Event(name, payload, true, terminal);
    }

    Event asLast() {
        return new Event(name, payload, usage, true);
    }
}
