package dev.farebox.gateway.exchange;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How one kind of upstream is spoken with. Stateless; safe for use by many threads. A channel's
 * kind names one or several of them, whose surfaces do not overlap.
 */
public interface Provider {
    /** Whose models these are, for thinking that only they can read: for example {@code openai}. */
    String origin();

    /** The surfaces that it serves in its own dialect. */
    Set<Surface> speaks();

    /** The conversation that requests of other dialects are translated to. */
    Surface conversation();

    /**
     * What follows the channel's base URL, query included, for example {@code /chat/completions}.
     */
    String path(Surface surface, String upstreamModel, boolean stream);

    /**
     * Credential and version headers, by lower-case name. {@code credential} is empty for upstreams
     * that ask for none; {@code client} is what the client sent, from which only named headers go
     * on.
     */
    Map<String, String> headers(Surface surface, Optional<String> credential, RequestHead client);

    /** Whether a header of the upstream's answer may be shown to the client. */
    boolean comesBack(String lowerCaseName);

    /** A reader for a stream of {@code surface}, which is one that this provider speaks. */
    StreamReader streamReader(Surface surface, ClientRequest request, TokenFactors factors);

    /** Never throws for what an upstream sent. */
    WholeAnswer readWhole(
            Surface surface,
            byte[] body,
            String contentType,
            ClientRequest request,
            TokenFactors factors);

    /**
     * @param body its first bytes; what is beyond 64 KiB is not read
     * @param retryAfter the header's value, if any
     */
    Refusal judge(int status, byte[] body, Optional<String> retryAfter);
}
