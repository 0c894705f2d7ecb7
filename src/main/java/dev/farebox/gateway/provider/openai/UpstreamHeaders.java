package dev.farebox.gateway.provider.openai;

import java.util.Set;

/** Which headers of an upstream's answer a client gets to see; names in lower case. */
public final class UpstreamHeaders {
    /**
     * A short list of what is harmless, because what is harmful is not a closed set: organisation,
     * project and workspace ids, rate limits of our account, cookies, server and edge names.
     */
    private static final Set<String> RETURNED = Set.of("openai-processing-ms", "openai-version");

    private UpstreamHeaders() {}

    public static boolean comeBack(String lowerCaseName) {
        return RETURNED.contains(lowerCaseName);
    }
}
