package dev.farebox.gateway.wire.openai;

import java.util.Set;

/** Which headers of a client's request an upstream gets to see; names in lower case. */
public final class ClientHeaders {
    /**
     * Everything else is ours to set (content type, credentials, {@code accept-encoding}) or ours
     * to keep (sessions, SDK telemetry, cookies, addresses).
     */
    private static final Set<String> FORWARDED = Set.of("openai-beta", "x-goog-api-client");

    private ClientHeaders() {}

    public static boolean goUpstream(String lowerCaseName) {
        return FORWARDED.contains(lowerCaseName);
    }
}
