package dev.farebox.gateway.wire.responses;

import dev.farebox.gateway.exchange.GatewayProblem;
import dev.farebox.gateway.exchange.PlainProblem;
import dev.farebox.gateway.exchange.PlainProblem.Kind;
import dev.farebox.gateway.exchange.Reply;
import dev.farebox.gateway.exchange.UpstreamFault;
import dev.farebox.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Problems in the words of the Responses dialect, with the statuses at which Codex stops (measured
 * with 0.169, Nov 2026):
 *
 * <ul>
 *   <li>It repeats every 4xx but 400, and a 429 only where that says when to come again. So what is
 *       refused for good is 400, and money is 429 without {@code Retry-After}.
 *   <li>It repeats a 5xx up to 30 times in 25 seconds unless the code is {@code
 *       server_is_overloaded} and nothing says when to come again: then it is 5. So whatever may
 *       pass by itself is 503 with that code, and without {@code Retry-After} for Codex.
 *   <li>A key that is missing, unknown, revoked or expired is 401 for all clients but Codex.
 * </ul>
 */
final class ResponsesErrors {
    private static final String OVERLOADED = "server_is_overloaded";

    private ResponsesErrors() {}

    static Reply reply(GatewayProblem problem, String requestId, boolean codex) {
        PlainProblem answer = PlainProblem.of(problem);
        int status = status(problem, answer, codex);
        long retryMillis = answer.retryMillis();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", "application/json");
        headers.put("x-request-id", requestId);
        headers.put("request-id", requestId);
        headers.put("x-should-retry", Boolean.toString(retryMillis > 0));
        if (retryMillis > 0 && !(codex && status == 503)) {
            headers.put("retry-after", Long.toString(Math.ceilDiv(retryMillis, 1000L)));
            headers.put("retry-after-ms", Long.toString(retryMillis));
        }
        if (status == 401) {
            headers.put("www-authenticate", "Bearer");
        }
        if (problem instanceof GatewayProblem.MethodNotAllowed refused) {
            headers.put("allow", refused.allowed());
        }
        return new Reply(status, headers, body(problem, answer, status));
    }

    private static int status(GatewayProblem problem, PlainProblem answer, boolean codex) {
        return switch (answer.kind()) {
            case MONEY -> 429;
            case BUSY, SERVER -> 503;
            case TIMEOUT -> answer.status() == 408 ? 408 : 503;
            case AUTHENTICATION -> codex ? 400 : answer.status();
            case PERMISSION, TOO_LARGE -> 400;
            case NOT_FOUND -> problem instanceof GatewayProblem.UnknownRoute ? 404 : 400;
            case INVALID ->
                    switch (answer.status()) {
                        // a client falls back from these, or they say which headers to send
                        case 405, 426 -> answer.status();
                        default -> 400;
                    };
            case RATE_LIMITED -> answer.status();
        };
    }

    private static byte[] body(GatewayProblem problem, PlainProblem answer, int status) {
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeObjectPropertyStart("error");
            json.writeStringProperty("message", answer.message());
            json.writeStringProperty("type", type(problem, answer, status));
            text(json, "param", answer.param());
            text(json, "code", status == 503 ? OVERLOADED : answer.code());
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    private static String type(GatewayProblem problem, PlainProblem answer, int status) {
        return switch (problem) {
            case GatewayProblem.RateLimited limited -> limited.limit().type();
            case GatewayProblem.UpstreamRefused(UpstreamFault fault)
                    when fault.type() != null && status == 400 ->
                    fault.type();
            default -> type(answer.kind());
        };
    }

    private static String type(Kind kind) {
        return switch (kind) {
            case INVALID, NOT_FOUND, TOO_LARGE, PERMISSION -> "invalid_request_error";
            case AUTHENTICATION -> "authentication_error";
            case MONEY -> "insufficient_quota";
            case RATE_LIMITED -> "requests";
            case TIMEOUT, BUSY, SERVER -> "server_error";
        };
    }

    static void text(JsonGenerator json, String name, @Nullable String value) {
        if (value == null) {
            json.writeNullProperty(name);
        } else {
            json.writeStringProperty(name, value);
        }
    }
}
