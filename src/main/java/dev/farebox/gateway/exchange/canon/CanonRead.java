package dev.farebox.gateway.exchange.canon;

/** A client's request, read for translation. */
public sealed interface CanonRead {
    record Request(CanonRequest request) implements CanonRead {}

    record Refused(Untranslatable why) implements CanonRead {}
}
