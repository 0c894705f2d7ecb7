package dev.farebox.http;

import java.nio.charset.StandardCharsets;

/** The answer of one of our own interfaces. */
@SuppressWarnings("ArrayRecordComponent")
public record ApiResponse(int status, String contentType, byte[] body) {
    public static ApiResponse json(int status, String json) {
        return of(status, "application/json", json);
    }

    /** RFC 9457. */
    public static ApiResponse problem(int status, String json) {
        return of(status, "application/problem+json", json);
    }

    public static ApiResponse of(int status, String contentType, String text) {
        return new ApiResponse(status, contentType, text.getBytes(StandardCharsets.UTF_8));
    }
}
