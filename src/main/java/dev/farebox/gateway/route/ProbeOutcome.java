package dev.farebox.gateway.route;

/** What an upstream's answer to a probe says about it. */
public enum ProbeOutcome {
    WELL,
    FAILING,
    CREDENTIAL_REFUSED,
    /** It answers, but not in a way that says anything about calls. */
    UNKNOWN;

    /** {@code status} is 0 where there was no answer. */
    public static ProbeOutcome of(int status) {
        return switch (status) {
            case 401, 402, 403 -> CREDENTIAL_REFUSED;
            case 0 -> FAILING;
            default -> status >= 500 ? FAILING : status / 100 == 2 ? WELL : UNKNOWN;
        };
    }
}
