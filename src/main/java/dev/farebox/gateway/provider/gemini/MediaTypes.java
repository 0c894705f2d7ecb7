package dev.farebox.gateway.provider.gemini;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What an address's ending says about what is there. */
final class MediaTypes {
    private static final Map<String, String> BY_ENDING =
            Map.of(
                    "png", "image/png",
                    "jpg", "image/jpeg",
                    "jpeg", "image/jpeg",
                    "webp", "image/webp",
                    "gif", "image/gif",
                    "heic", "image/heic",
                    "heif", "image/heif",
                    "pdf", "application/pdf",
                    "txt", "text/plain");

    private MediaTypes() {}

    static Optional<String> ofAddress(String url) {
        String path = url.replaceFirst("[?#].*", "");
        String ending = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return Optional.ofNullable(BY_ENDING.get(ending));
    }
}
