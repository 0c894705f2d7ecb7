package dev.farebox.gateway.provider.openai;

import java.util.Optional;

/** Judges an upstream's answers other than 2xx. */
public final class Refusals {
    private Refusals() {}

    /**
     * @param body its first bytes, at most 64 KiB of them
     * @param retryAfter the header's value, if any
     */
    public static Refusal judge(int status, byte[] body, Optional<String> retryAfter) {
        return new Refusal(
                Refusal.Kind.FAILING,
                new dev.farebox.gateway.exchange.UpstreamFault(
                        status, null, null, null, body.length + " " + retryAfter),
                0);
    }
}
