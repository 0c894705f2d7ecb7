package dev.farebox.gateway.wire.openai;

/** How many output tokens an image has for models that are priced by tokens; for holds only. */
final class ImageTokens {
    /** Of 1024 × 1024 at low, medium and high quality. */
    private static final long LOW = 272;

    private static final long MEDIUM = 1_056;
    private static final long HIGH = 4_160;
    private static final long PARTIAL = 100;
    private static final long SQUARE = 1_024L * 1_024;
    private static final long MOST_PIXELS = 4_096L * 4_096;

    private ImageTokens() {}

    /** {@code size} as {@code 1536x1024}; what is unknown is taken for the dearest usual one. */
    static long of(String size, String quality, int partialImages) {
        long square =
                switch (quality) {
                    case "low" -> LOW;
                    case "medium", "standard" -> MEDIUM;
                    default -> HIGH;
                };
        return Math.ceilDiv(square * pixels(size), SQUARE) + partialImages * PARTIAL;
    }

    private static long pixels(String size) {
        if (!size.matches("\\d{2,5}x\\d{2,5}")) {
            return SQUARE * 3 / 2;
        }
        int x = size.indexOf('x');
        long pixels = Long.parseLong(size.substring(0, x)) * Long.parseLong(size.substring(x + 1));
        return Math.clamp(pixels, SQUARE / 16, MOST_PIXELS);
    }
}
