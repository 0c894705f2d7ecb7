package dev.farebox.gateway.exchange;

import java.util.Optional;

/**
 * Why an exchange did not end as a complete, exactly metered answer. Usage accounting rules and
 * receipts speak these words; a word is public and never changes its meaning.
 */
public enum FailureClass {
    /** The upstream failed, refused us or vanished before the client was sent any of its bytes. */
    UPSTREAM_ERROR_BEFORE_FIRST_BYTE("upstream_error_before_first_byte"),
    /** The upstream failed, lied or vanished after the client was sent part of the answer. */
    UPSTREAM_CUT_MID_STREAM("upstream_cut_mid_stream"),
    /** The upstream kept us waiting beyond a named limit, before or during its answer. */
    UPSTREAM_TIMEOUT("upstream_timeout"),
    /** We failed: a fault, a lost database, a shutdown. */
    PLATFORM_FAULT("platform_fault"),
    /** The client went away before the end. */
    CLIENT_DISCONNECT("client_disconnect"),
    /** The upstream declined the content by its safety rules. */
    CONTENT_REFUSAL("content_refusal"),
    /** The request cannot be served as it stands, whoever found that out. */
    INVALID_REQUEST("invalid_request"),
    /** The customer's credit or spend cap ended during the answer. */
    CREDIT_STOP("credit_stop"),
    /** The answer is complete but its usage is absent or not to be believed. */
    USAGE_MISSING("usage_missing"),
    /** Settled after a crash, from the last durable checkpoint. */
    RECOVERED("recovered");

    private final String word;

    FailureClass(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    public static Optional<FailureClass> ofWord(String word) {
        for (FailureClass failure : values()) {
            if (failure.word.equals(word)) {
                return Optional.of(failure);
            }
        }
        return Optional.empty();
    }
}
