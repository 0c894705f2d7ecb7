package dev.farebox.ledger;

/**
 * Why a transaction was made and by whom: an actor (an id with its kind, never a person's name or
 * address), a reason in words, and a link to what led to it (an order, a case, a job; may be
 * empty).
 */
public record Cause(String actor, String reason, String link) {
    static final int LONGEST = 500;

    public Cause {
        if (actor.isBlank() || reason.isBlank()) {
            throw new IllegalArgumentException("a cause names its actor and its reason");
        }
        if (actor.length() > LONGEST || reason.length() > LONGEST || link.length() > LONGEST) {
            throw new IllegalArgumentException("a cause is at most " + LONGEST + " characters");
        }
    }

    public Cause(String actor, String reason) {
        this(actor, reason, "");
    }
}
