package dev.farebox.config;

/** What is charged for an exchange of one failure class. */
public enum ChargeRule {
    /** No charge; the whole hold is returned. */
    NOTHING,
    /** The input, and the output that came before the failure. */
    DELIVERED,
    /** All that the provider counted. */
    EVERYTHING;

    public String word() {
        return Kind.wordOf(this);
    }
}
