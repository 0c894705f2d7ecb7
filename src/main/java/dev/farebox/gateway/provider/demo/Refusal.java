package dev.farebox.gateway.provider.demo;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An error answer as the real provider words it. {@code retryAfter} in seconds, 0 for none; {@code
 * html} stands for what a proxy in front of it says.
 */
record Refusal(
        int status,
        String message,
        String type,
        @Nullable String param,
        @Nullable String code,
        int retryAfter,
        boolean html)
        implements Reading {
    private static final String INVALID = "invalid_request_error";

    /** What is said when an answer fails in the middle. */
    static final Refusal FAILED =
            of(
                    500,
                    "The server had an error while processing your request. Sorry about that!",
                    "server_error",
                    null,
                    "server_error");

    private static Refusal of(
            int status,
            String message,
            String type,
            @Nullable String param,
            @Nullable String code) {
        return new Refusal(status, message, type, param, code, 0, false);
    }

    static Refusal of(int status, String message) {
        return of(status, message, INVALID, null, null);
    }

    static Refusal invalid(String message, @Nullable String param, @Nullable String code) {
        return of(400, message, INVALID, param, code);
    }

    static Refusal notJson() {
        return invalid(
                "We could not parse the JSON body of your request. (HINT: This likely means you"
                        + " aren't using your HTTP library correctly. The API expects a JSON"
                        + " payload, but what was sent was not valid JSON.)",
                null,
                null);
    }

    static Refusal missing(String param) {
        return invalid(
                "Missing required parameter: '" + param + "'.",
                param,
                "missing_required_parameter");
    }

    static Refusal wrongType(String param, String expected, String got) {
        return invalid(
                "Invalid type for '%s': expected %s, but got %s instead."
                        .formatted(param, expected, got),
                param,
                "invalid_type");
    }

    static Refusal wrongValue(String param, String message) {
        return invalid("Invalid value for '" + param + "': " + message, param, "invalid_value");
    }

    static Refusal noSuchCall(String param) {
        return invalid(
                "Invalid parameter: messages with role 'tool' must be a response to a preceding"
                        + " message with 'tool_calls'.",
                param,
                null);
    }

    static Refusal unansweredCalls(Set<String> ids) {
        return invalid(
                "An assistant message with 'tool_calls' must be followed by tool messages responding"
                        + " to each 'tool_call_id'. These did not have response messages: "
                        + String.join(", ", ids),
                "messages",
                null);
    }

    static Refusal noKey() {
        return of(
                401,
                "You didn't provide an API key. You need to provide your API key in an"
                        + " Authorization header using Bearer auth (i.e. Authorization: Bearer"
                        + " YOUR_KEY).",
                INVALID,
                null,
                null);
    }

    static Refusal wrongKey() {
        return of(401, "Incorrect API key provided.", INVALID, null, "invalid_api_key");
    }

    static Refusal unknownModel(String model) {
        return of(
                404,
                "The model `" + model + "` does not exist or you do not have access to it.",
                INVALID,
                null,
                "model_not_found");
    }

    static Refusal unknownUrl(String method, String path) {
        return of(
                404,
                "Unknown request URL: " + method + " " + path + ".",
                INVALID,
                null,
                "unknown_url");
    }

    static Refusal tooLarge() {
        return of(413, "The request body is too large.", INVALID, null, "request_too_large");
    }

    /** The refusal that the fault {@link FaultKind#STATUS} asks for. */
    static Refusal of(DemoFault fault) {
        int status = fault.number("code");
        int retryAfter = fault.number("retry_after");
        return switch (status) {
            case 401 -> wrongKey();
            case 402 ->
                    of(
                            402,
                            "Insufficient balance of the account.",
                            "insufficient_quota",
                            null,
                            "credit_balance_exhausted");
            case 403 ->
                    of(
                            403,
                            "Country, region, or territory not supported",
                            "request_forbidden",
                            null,
                            "unsupported_country_region_territory");
            case 429 -> tooMany(fault.word("why"), retryAfter);
            case 503 ->
                    new Refusal(
                            503,
                            "The server is currently overloaded. Please try again later.",
                            "server_error",
                            null,
                            "server_is_overloaded",
                            retryAfter,
                            false);
            case 529 ->
                    new Refusal(
                            529, "Overloaded", "overloaded_error", null, null, retryAfter, false);
            case 502, 504 -> new Refusal(status, "Bad gateway", "", null, null, 0, true);
            default ->
                    of(
                            status,
                            "The server had an error while processing your request. Sorry about"
                                    + " that!",
                            status < 500 ? INVALID : "server_error",
                            null,
                            null);
        };
    }

    private static Refusal tooMany(String why, int retryAfter) {
        return why.equals("quota")
                ? of(
                        429,
                        "You exceeded your current quota, please check your plan and billing"
                                + " details.",
                        "insufficient_quota",
                        null,
                        "insufficient_quota")
                : new Refusal(
                        429,
                        "Rate limit reached for requests per minute. Please try again later.",
                        "requests",
                        null,
                        "rate_limit_exceeded",
                        retryAfter,
                        false);
    }

    String contentType() {
        return html ? "text/html" : "application/json";
    }

    String body(Vendor vendor, String requestId) {
        return html
                ? "<html>\r\n<head><title>%d %s</title></head>\r\n<body></body>\r\n</html>\r\n"
                        .formatted(status, message)
                : vendor.error(this, requestId);
    }

    String errorJson() {
        return "{\"error\":{\"message\":%s,\"type\":%s,\"param\":%s,\"code\":%s}}"
                .formatted(orNull(message), orNull(type), orNull(param), orNull(code));
    }

    private static String orNull(@Nullable String text) {
        return text == null ? "null" : JsonText.quoted(text);
    }
}
