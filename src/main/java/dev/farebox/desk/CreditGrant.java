package dev.farebox.desk;

import dev.farebox.id.Ids;
import dev.farebox.ledger.Colour;
import dev.farebox.money.Credits;
import dev.farebox.problem.InputText;
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

    private static final Credits MOST = Credits.ofWhole(1_000_000_000);
    private static final int LONGEST_REASON = 500;

    public CreditGrant {
        if (!amount.isPositive()) {
            throw refused("the amount must be more than 0, not " + amount);
        }
        if (amount.compareTo(MOST) > 0) {
            throw refused("the amount must be at most " + MOST + ", not " + amount);
        }
        if (reason.isBlank()) {
            throw refused("a grant needs a reason: it stands in the books for ever");
        }
        reason = InputText.line("reason", reason, LONGEST_REASON);
        Instant from = Instant.ofEpochMilli(Ids.epochMillis(transaction));
        if (expiresAt.isPresent() && !expiresAt.get().isAfter(from)) {
            throw refused("expiry must lie in the future, not at " + expiresAt.get());
        }
    }

    private static ProblemException refused(String why) {
        return new ProblemException(ProblemCode.INPUT_INVALID, why);
    }
}
