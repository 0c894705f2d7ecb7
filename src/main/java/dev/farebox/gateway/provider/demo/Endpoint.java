package dev.farebox.gateway.provider.demo;

import java.util.function.Function;

/** What one path of the provider does; {@code reader} never throws for what was sent. */
record Endpoint(Vendor vendor, Function<Call, Reading> reader) {
    Reading read(Call call) {
        return reader.apply(call);
    }
}
