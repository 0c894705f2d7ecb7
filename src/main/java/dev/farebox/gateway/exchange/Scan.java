package dev.farebox.gateway.exchange;

import org.jspecify.annotations.Nullable;

/** What a scan of a request came to. */
public sealed interface Scan {
    record Read(ClientRequest request) implements Scan {}

    /**
     * {@code param} names the member at fault, {@code code} is the dialect's word for the fault.
     */
    record Invalid(String message, @Nullable String param, @Nullable String code) implements Scan {
        public GatewayProblem problem() {
            return new GatewayProblem.InvalidRequest(message, param, code);
        }
    }
}
