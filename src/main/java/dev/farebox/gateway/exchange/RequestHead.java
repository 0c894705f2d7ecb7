package dev.farebox.gateway.exchange;

import java.util.Map;

/**
 * What stands outside the body of a client's request and is part of what it asks for.
 *
 * @param model as the path names it (Gemini), else empty
 * @param stream whether the path asks for a stream (Gemini's {@code :streamGenerateContent})
 * @param headers by lower-case name; several of one name as one list, as HTTP reads them
 * @param query decoded, without the credential
 */
public record RequestHead(
        Surface surface,
        String model,
        boolean stream,
        Map<String, String> headers,
        Map<String, String> query) {
    public RequestHead {
        headers = Map.copyOf(headers);
        query = Map.copyOf(query);
    }

    /** Of a request that says everything in its body. */
    public static RequestHead of(Surface surface) {
        return new RequestHead(surface, "", false, Map.of(), Map.of());
    }

    public String header(String lowerCaseName) {
        return headers.getOrDefault(lowerCaseName, "");
    }
}
