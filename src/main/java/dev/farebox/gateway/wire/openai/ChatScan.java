package dev.farebox.gateway.wire.openai;

/** Reads a chat completion request in one forward scan. */
public final class ChatScan {
    private ChatScan() {}

    /** Never throws for what a client sent. Keeps {@code body}, which must not change any more. */
    public static ScanOutcome scan(byte[] body, ScanLimits limits) {
        return new ScanOutcome.Invalid(limits + " " + body.length, null, null);
    }
}
