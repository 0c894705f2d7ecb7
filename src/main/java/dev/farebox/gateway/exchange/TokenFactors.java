package dev.farebox.gateway.exchange;

/**
 * How bytes become an estimated count of tokens, for one tokenizer family.
 *
 * <p>Estimates serve holds, live metering and answers without usage; they are never charged when
 * the upstream reports. Factors are data: {@link #ROUGH} is the starting point (bytes/4 errs by −29
 * to +11 % on recorded traffic; 1.13 and 1.42 are known factors of other families), and each family
 * is re-fitted from settled requests.
 *
 * @param permille tokens for each 4 bytes of text, in thousandths
 * @param perMessage framing tokens around each message
 * @param perToolCall hidden tokens around each tool call (7 to 16 recorded)
 * @param perImage tokens for a picture whose size we do not know
 * @param audioBytesPerToken base64 bytes of sound for one token
 * @param fileBytesPerToken base64 bytes of a document for one token
 */
public record TokenFactors(
        int permille,
        int perMessage,
        int perToolCall,
        int perImage,
        int audioBytesPerToken,
        int fileBytesPerToken) {
    public static final TokenFactors ROUGH = new TokenFactors(1000, 4, 12, 1100, 1000, 16);

    public TokenFactors {
        if (permille <= 0
                || perMessage < 0
                || perToolCall < 0
                || perImage < 0
                || audioBytesPerToken <= 0
                || fileBytesPerToken <= 0) {
            throw new IllegalArgumentException("token factors are positive");
        }
    }

    public TokenFactors withPermille(int other) {
        return other == permille
                ? this
                : new TokenFactors(
                        other,
                        perMessage,
                        perToolCall,
                        perImage,
                        audioBytesPerToken,
                        fileBytesPerToken);
    }

    /** Tokens of so many bytes of text, rounded up. */
    public long text(long bytes) {
        return Math.ceilDiv(Math.multiplyExact(bytes, (long) permille), 4000L);
    }

    public long input(InputSize size) {
        return text(size.textBytes() + size.toolBytes())
                + (long) size.messages() * perMessage
                + pictures(size)
                + sound(size)
                + Math.ceilDiv(size.fileBytes(), (long) fileBytesPerToken);
    }

    /** Of the input, the tokens of pictures. */
    public long pictures(InputSize size) {
        return (long) size.images() * perImage;
    }

    /** Of the input, the tokens of sound. */
    public long sound(InputSize size) {
        return Math.ceilDiv(size.audioBytes(), (long) audioBytesPerToken);
    }

    /** Tokens of an answer of so many bytes of text, reasoning and tool arguments. */
    public long output(long bytes, int toolCalls) {
        return text(bytes) + (long) toolCalls * perToolCall;
    }
}
