package dev.farebox.gateway.exchange.canon;

/** A canonical request in an upstream's dialect. */
public sealed interface Written {
    @SuppressWarnings("ArrayRecordComponent") // handed over, not compared
    record Body(byte[] json) implements Written {}

    record Refused(Untranslatable why) implements Written {}
}
