package dev.farebox.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How the bytes of a request body are packed: the one word of {@code content-encoding}. */
enum BodyEncoding {
    IDENTITY,
    GZIP,
    DEFLATE,
    ZSTD;

    private static final int LONGEST_SHOWN = 40;

    /** Empty for a word that is not understood, and for several, one upon the other. */
    static Optional<BodyEncoding> of(MultiMap headers) {
        return switch (named(headers)) {
            case "", "identity" -> Optional.of(IDENTITY);
            case "gzip", "x-gzip" -> Optional.of(GZIP);
            case "deflate" -> Optional.of(DEFLATE);
            case "zstd" -> Optional.of(ZSTD);
            default -> Optional.empty();
        };
    }

    /** What the client wrote, all of it: a second header counts as well. */
    static String named(MultiMap headers) {
        List<String> given = headers.getAll(HttpHeaders.CONTENT_ENCODING);
        return String.join(",", given).strip().toLowerCase(Locale.ROOT);
    }

    static String shown(MultiMap headers) {
        String named = named(headers);
        return named.length() <= LONGEST_SHOWN ? named : named.substring(0, LONGEST_SHOWN) + "…";
    }
}
