package dev.farebox.gateway.exchange;

/**
 * The most tokens that a claim of usage may name before we stop believing it.
 *
 * <p>A text token is at least one byte, so a request cannot hold more text tokens than bytes;
 * whatever a provider adds unseen (system text, tool descriptions, pictures, hidden reasoning) is
 * covered by allowances.
 */
public record UsageBounds(long maxInput, long maxOutput) {
    /** Hidden system text, tool renderings and search results. */
    static final long HIDDEN_INPUT = 65_536;

    static final long PER_IMAGE = 32_768;

    /** A compressed document can hold more tokens than it has bytes. */
    static final long PER_FILE_BYTE = 4;

    /** Reasoning that is billed but never sent, for each choice. */
    static final long HIDDEN_OUTPUT = 262_144;

    public static final UsageBounds NONE = new UsageBounds(Long.MAX_VALUE, Long.MAX_VALUE);

    public UsageBounds {
        if (maxInput < 0 || maxOutput < 0) {
            throw new IllegalArgumentException("bounds " + maxInput + ", " + maxOutput);
        }
    }

    /**
     * Bounds for one exchange; {@code outputBytes} is what was received so far, {@code choices} how
     * many answers were asked for.
     */
    public static UsageBounds of(InputSize input, int choices, long outputBytes) {
        long maxInput =
                input.textBytes()
                        + input.toolBytes()
                        + input.audioBytes()
                        + input.messages() * 64L
                        + input.images() * PER_IMAGE
                        + input.fileBytes() * PER_FILE_BYTE
                        + HIDDEN_INPUT;
        return new UsageBounds(maxInput, outputBytes + choices * HIDDEN_OUTPUT);
    }
}
