package dev.farebox.identity;

/**
 * What a presented secret is, in order of precedence: the first that applies is answered.
 *
 * <p>A client is told no more than that its key does not work; the difference is for the log.
 */
public sealed interface KeyLookup {
    /** No key has this secret. */
    record Unknown() implements KeyLookup {}

    /** It was a key, and was ended. */
    record Revoked(ApiKey key) implements KeyLookup {}

    /** Its time is over. */
    record Expired(ApiKey key) implements KeyLookup {}

    /** The key is good, its customer is suspended or closed. */
    record CustomerSuspended(ApiKey key) implements KeyLookup {}

    record Active(ApiKey key) implements KeyLookup {}
}
