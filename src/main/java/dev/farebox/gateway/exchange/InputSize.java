package dev.farebox.gateway.exchange;

/**
 * How much a request sends, by kind, counted in one scan: text as UTF-8 bytes after unescaping,
 * media as the bytes of their base64. Media are never text tokens.
 */
public record InputSize(
        int messages,
        long textBytes,
        int tools,
        long toolBytes,
        int images,
        long imageBytes,
        int audios,
        long audioBytes,
        int files,
        long fileBytes) {
    public static final InputSize NOTHING = new InputSize(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
}
