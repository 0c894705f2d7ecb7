package dev.farebox.gateway.exchange;

import org.jspecify.annotations.Nullable;

/**
 * An error as an upstream described it, with everything removed that could name our account there.
 *
 * @param status its HTTP status, or 0 where it came inside a stream without one
 * @param message safe to log and to show; at most {@link SafeText#MAX} characters
 */
public record UpstreamFault(
        int status,
        @Nullable String type,
        @Nullable String code,
        @Nullable String param,
        String message) {}
