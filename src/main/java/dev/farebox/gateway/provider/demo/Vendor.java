package dev.farebox.gateway.provider.demo;

import io.vertx.core.http.HttpServerRequest;
import java.util.Map;

/** Whose API is played: how a key is sent and how an error is worded. */
enum Vendor {
    OPENAI,
    ANTHROPIC,
    GEMINI;

    private static final String BEARER = "Bearer ";
    private static final Map<Integer, String> ANTHROPIC_TYPES =
            Map.ofEntries(
                    Map.entry(400, "invalid_request_error"),
                    Map.entry(401, "authentication_error"),
                    Map.entry(402, "billing_error"),
                    Map.entry(403, "permission_error"),
                    Map.entry(404, "not_found_error"),
                    Map.entry(413, "request_too_large"),
                    Map.entry(429, "rate_limit_error"),
                    Map.entry(504, "timeout_error"),
                    Map.entry(529, "overloaded_error"));
    private static final Map<Integer, String> GEMINI_STATUSES =
            Map.of(
                    400, "INVALID_ARGUMENT",
                    401, "UNAUTHENTICATED",
                    402, "RESOURCE_EXHAUSTED",
                    403, "PERMISSION_DENIED",
                    404, "NOT_FOUND",
                    429, "RESOURCE_EXHAUSTED",
                    499, "CANCELLED",
                    503, "UNAVAILABLE",
                    504, "DEADLINE_EXCEEDED");

    /** Who is meant by a request to a path that several vendors serve. */
    static Vendor of(HttpServerRequest request) {
        boolean google =
                request.getHeader("x-goog-api-key") != null
                        || request.getHeader("x-goog-api-client") != null
                        || request.getParam("key") != null;
        return google
                ? GEMINI
                : request.getHeader("anthropic-version") != null ? ANTHROPIC : OPENAI;
    }

    /** The credential that came with a request; empty for none. */
    String credential(HttpServerRequest request) {
        String named =
                switch (this) {
                    case OPENAI -> null;
                    case ANTHROPIC -> request.getHeader("x-api-key");
                    case GEMINI -> {
                        String header = request.getHeader("x-goog-api-key");
                        yield header == null ? request.getParam("key") : header;
                    }
                };
        if (named != null) {
            return named;
        }
        String bearer = request.getHeader("authorization");
        return bearer != null && bearer.startsWith(BEARER) ? bearer.substring(BEARER.length()) : "";
    }

    Refusal noKey() {
        return switch (this) {
            case OPENAI -> Refusal.noKey();
            case ANTHROPIC -> Refusal.of(401, "x-api-key header is required");
            case GEMINI ->
                    Refusal.of(
                            403,
                            "Method doesn't allow unregistered callers (callers without established"
                                    + " identity). Please use API Key or other form of API consumer"
                                    + " identity to call this API.");
        };
    }

    Refusal wrongKey() {
        return switch (this) {
            case OPENAI -> Refusal.wrongKey();
            case ANTHROPIC -> Refusal.of(401, "invalid x-api-key");
            // Not 401, as one would think.
            case GEMINI -> Refusal.of(400, "API key not valid. Please pass a valid API key.");
        };
    }

    Refusal unknownModel(String model) {
        return switch (this) {
            case OPENAI -> Refusal.unknownModel(model);
            case ANTHROPIC -> Refusal.of(404, "model: " + model);
            case GEMINI ->
                    Refusal.of(
                            404,
                            "models/%s is not found for API version v1beta, or is not supported for generateContent."
                                    .formatted(model));
        };
    }

    /** The body of an error answer. */
    String error(Refusal refusal, String requestId) {
        return switch (this) {
            case OPENAI -> refusal.errorJson();
            case ANTHROPIC ->
                    "{\"type\":\"error\",\"error\":{\"type\":\"%s\",\"message\":%s},\"request_id\":\"%s\"}"
                            .formatted(
                                    anthropicType(refusal.status()),
                                    JsonText.quoted(refusal.message()),
                                    requestId);
            case GEMINI -> gemini(refusal);
        };
    }

    static String anthropicType(int status) {
        return ANTHROPIC_TYPES.getOrDefault(
                status, status < 500 ? "invalid_request_error" : "api_error");
    }

    private static String gemini(Refusal refusal) {
        int status = refusal.status();
        String details =
                refusal.retryAfter() == 0
                        ? ""
                        : ",\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"%ds\"}]"
                                .formatted(refusal.retryAfter());
        return "{\"error\":{\"code\":%d,\"message\":%s,\"status\":\"%s\"%s}}"
                .formatted(
                        status,
                        JsonText.quoted(refusal.message()),
                        GEMINI_STATUSES.getOrDefault(status, "INTERNAL"),
                        details);
    }
}
