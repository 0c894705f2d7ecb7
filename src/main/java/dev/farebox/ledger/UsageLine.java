package dev.farebox.ledger;

import dev.farebox.usage.Usage;
import java.util.UUID;

/**
 * The permanent record of one exchange, zero charges included. The ledger stores it with the
 * capture and reads nothing but {@code charge} from it.
 *
 * @param keyId the API key that asked
 * @param model the model that the client named
 * @param channel the channel that answered, or empty
 * @param outcome a stable word: {@code completed}, or a failure class of the usage accounting rules
 * @param charge nano-credits that the price book gives
 * @param priceBook the price-book version that was used, 0 when none was
 * @param usage what was consumed
 * @param cost what the channel's price costs the operator, in nano-credits
 * @param detail one JSON object: attempts, timing, raw usage, working; never any content
 */
public record UsageLine(
        UUID keyId,
        String model,
        String channel,
        String outcome,
        long charge,
        int priceBook,
        Usage usage,
        long cost,
        String detail) {
    public UsageLine {
        if (charge < 0 || cost < 0) {
            throw new IllegalArgumentException("charge " + charge + ", cost " + cost);
        }
    }
}
