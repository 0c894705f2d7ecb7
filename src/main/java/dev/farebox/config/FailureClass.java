package dev.farebox.config;

/**
 * How an exchange can fail or be interrupted (requirement CRD-3). The word is public: it is in the
 * configuration, in usage lines and on receipts.
 */
public enum FailureClass {
    UPSTREAM_ERROR_BEFORE_FIRST_BYTE(
            ChargeRule.NOTHING, "The provider refused or failed before the first byte."),
    UPSTREAM_CUT_MID_STREAM(
            ChargeRule.NOTHING, "The provider's answer broke off or reported an error midway."),
    UPSTREAM_TIMEOUT(
            ChargeRule.NOTHING, "The provider was silent for longer than the time-outs allow."),
    PLATFORM_FAULT(ChargeRule.NOTHING, "This service failed."),
    CLIENT_DISCONNECT(ChargeRule.DELIVERED, "The client went away before the end."),
    CONTENT_REFUSAL(
            ChargeRule.EVERYTHING, "The model or the provider's filter refused, with usage."),
    INVALID_REQUEST(ChargeRule.NOTHING, "The provider called the request invalid.");

    private final ChargeRule usual;
    private final String description;

    FailureClass(ChargeRule usual, String description) {
        this.usual = usual;
        this.description = description;
    }

    public String word() {
        return Kind.wordOf(this);
    }

    ChargeRule usual() {
        return usual;
    }

    String description() {
        return description;
    }
}
