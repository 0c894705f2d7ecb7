package dev.farebox.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A whole request to one of our own interfaces, free of any server library.
 *
 * @param path as sent, without the query
 * @param query the first value of each parameter
 * @param headers by lower-case name, the first value of each
 */
@SuppressWarnings("ArrayRecordComponent")
public record ApiRequest(
        String method,
        String path,
        Map<String, String> query,
        Map<String, String> headers,
        byte[] body) {

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** The secret of {@code Authorization: Bearer}, or of {@code x-api-key}. */
    public Optional<String> credential() {
        String authorization = headers.getOrDefault("authorization", "");
        if (authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return Optional.of(authorization.substring(7).strip());
        }
        return header("x-api-key");
    }

    /** The path's parts after {@code prefix}. */
    public List<String> partsAfter(String prefix) {
        return Arrays.stream(path.substring(prefix.length()).split("/"))
                .filter(part -> !part.isEmpty())
                .toList();
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Without headers and body: they hold secrets. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
