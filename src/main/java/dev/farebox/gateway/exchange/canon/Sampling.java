package dev.farebox.gateway.exchange.canon;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** How tokens are drawn; null is the provider's default. {@code temperature} runs from 0 to 2. */
public record Sampling(
        @Nullable BigDecimal temperature,
        @Nullable BigDecimal topP,
        @Nullable Long topK,
        @Nullable Long seed,
        @Nullable BigDecimal presencePenalty,
        @Nullable BigDecimal frequencyPenalty) {
    public static final Sampling UNSAID = new Sampling(null, null, null, null, null, null);
}
