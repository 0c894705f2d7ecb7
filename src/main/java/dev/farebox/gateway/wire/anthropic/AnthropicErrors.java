package dev.farebox.gateway.wire.anthropic;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.farebox.gateway.exchange.GatewayProblem;
import dev.farebox.gateway.exchange.PlainProblem;
import dev.farebox.gateway.exchange.Reply;
import dev.farebox.json.Json;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/**
 * Problems in the words of Anthropic's dialect. What may pass by itself is 529, which its clients
 * know as an overload.
 */
final class AnthropicErrors {
    private static final int OVERLOADED = 529;
    private static final byte[] EVENT = "event: error\ndata: ".getBytes(US_ASCII);
    private static final byte[] END = "\n\n".getBytes(US_ASCII);

    private AnthropicErrors() {}

    /** The whole answer, with both request id headers, retry advice and a JSON body. */
    static Reply reply(GatewayProblem problem, String requestId) {
        PlainProblem answer = PlainProblem.of(problem);
        int status = answer.kind() == PlainProblem.Kind.BUSY ? OVERLOADED : answer.status();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", "application/json");
        headers.put("request-id", requestId);
        headers.put("x-request-id", requestId);
        headers.put("x-should-retry", Boolean.toString(answer.retryMillis() > 0));
        if (answer.retryMillis() > 0) {
            headers.put("retry-after", Long.toString(Math.ceilDiv(answer.retryMillis(), 1000L)));
            headers.put("retry-after-ms", Long.toString(answer.retryMillis()));
        }
        if (status == 401) {
            headers.put("www-authenticate", "Bearer");
        }
        if (problem instanceof GatewayProblem.MethodNotAllowed refused) {
            headers.put("allow", refused.allowed());
        }
        return new Reply(status, headers, body(answer, requestId));
    }

    /** The event to send inside a stream; then close without a clean end. */
    static byte[] event(GatewayProblem problem, String requestId) {
        var event = new ByteArrayOutputStream(256);
        event.writeBytes(EVENT);
        event.writeBytes(body(PlainProblem.of(problem), requestId));
        event.writeBytes(END);
        return event.toByteArray();
    }

    private static byte[] body(PlainProblem answer, String requestId) {
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringProperty("type", "error");
            json.writeObjectPropertyStart("error");
            json.writeStringProperty("type", type(answer.kind()));
            json.writeStringProperty("message", answer.message());
            details(json, answer);
            json.writeEndObject();
            json.writeStringProperty("request_id", requestId);
            json.writeEndObject();
        });
    }

    private static void details(JsonGenerator json, PlainProblem answer) {
        if (answer.code() == null && answer.param() == null) {
            return;
        }
        json.writeObjectPropertyStart("details");
        if (answer.code() != null) {
            json.writeStringProperty("error_code", answer.code());
        }
        if (answer.param() != null) {
            json.writeStringProperty("param", answer.param());
        }
        json.writeEndObject();
    }

    private static String type(PlainProblem.Kind kind) {
        return switch (kind) {
            case INVALID -> "invalid_request_error";
            case AUTHENTICATION -> "authentication_error";
            case PERMISSION -> "permission_error";
            case NOT_FOUND -> "not_found_error";
            case TOO_LARGE -> "request_too_large";
            case MONEY -> "billing_error";
            case RATE_LIMITED -> "rate_limit_error";
            case TIMEOUT -> "timeout_error";
            case BUSY -> "overloaded_error";
            case SERVER -> "api_error";
        };
    }
}
