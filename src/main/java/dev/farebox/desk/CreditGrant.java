package dev.farebox.desk;

import dev.farebox.ledger.Colour;
import dev.farebox.money.Credits;
import dev.farebox.problem.ProblemCode;
import dev.farebox.problem.ProblemException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Credit that staff give to a customer.
 *
 * @param transaction the caller's idempotency key: repeating a grant with it grants once
 * @param reason in words; it stands in the books for ever
 */
public record CreditGrant(
        UUID transaction,
        UUID customer,
        Credits amount,
        Colour colour,
        int priority,
        Optional<Instant> expiresAt,
        String reason) {
    /** Lots of equal priority are burned by expiry, then free before paid. */
    public static final int USUAL_PRIORITY = 100;

    public CreditGrant {
        if (!amount.isPositive()) {
            throw refused("the amount must be more than 0, not " + amount);
        }
        if (reason.isBlank()) {
            throw refused("a grant needs a reason: it stands in the books for ever");
        }
    }

    private static ProblemException refused(String why) {
        return new ProblemException(ProblemCode.INPUT_INVALID, why);
    }
}
