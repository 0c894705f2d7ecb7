package dev.farebox.gateway.wire.openai;

import dev.farebox.gateway.exchange.GatewayProblem;
import org.jspecify.annotations.Nullable;

/** What a scan of a request body came to. */
public sealed interface ScanOutcome {
    record Scanned(ChatRequest request) implements ScanOutcome {}

    /** {@code param} names the member at fault, {@code code} is OpenAI's word for the fault. */
    record Invalid(String message, @Nullable String param, @Nullable String code)
            implements ScanOutcome {
        public GatewayProblem problem() {
            return new GatewayProblem.InvalidRequest(message, param, code);
        }
    }
}
