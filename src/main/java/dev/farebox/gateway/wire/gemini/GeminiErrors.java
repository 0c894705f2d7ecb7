package dev.farebox.gateway.wire.gemini;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.farebox.gateway.exchange.GatewayProblem;
import dev.farebox.gateway.exchange.PlainProblem;
import dev.farebox.gateway.exchange.Reply;
import dev.farebox.json.Json;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Problems in the words of the Gemini dialect, which are those of Google's APIs. */
final class GeminiErrors {
    private static final String TYPE = "type.googleapis.com/google.rpc.";
    private static final String DOMAIN = "farebox";
    private static final byte[] DATA = "data: ".getBytes(US_ASCII);
    private static final byte[] END = "\n\n".getBytes(US_ASCII);

    private GeminiErrors() {}

    static Reply reply(GatewayProblem problem, String requestId) {
        PlainProblem answer = PlainProblem.of(problem);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", "application/json");
        headers.put("x-request-id", requestId);
        headers.put("request-id", requestId);
        headers.put("x-should-retry", Boolean.toString(answer.retryMillis() > 0));
        if (answer.retryMillis() > 0) {
            headers.put("retry-after", Long.toString(Math.ceilDiv(answer.retryMillis(), 1000L)));
            headers.put("retry-after-ms", Long.toString(answer.retryMillis()));
        }
        if (answer.status() == 401) {
            headers.put("www-authenticate", "Bearer");
        }
        if (problem instanceof GatewayProblem.MethodNotAllowed refused) {
            headers.put("allow", refused.allowed());
        }
        return new Reply(answer.status(), headers, body(answer));
    }

    /** For a stream of events: the JS SDK reads the numeric code, from 400 to 599, or nothing. */
    static byte[] event(GatewayProblem problem) {
        var event = new ByteArrayOutputStream(256);
        event.writeBytes(DATA);
        event.writeBytes(body(PlainProblem.of(problem)));
        event.writeBytes(END);
        return event.toByteArray();
    }

    /** {@code {"error":…}} and nothing around it. */
    static byte[] object(GatewayProblem problem) {
        return body(PlainProblem.of(problem));
    }

    private static byte[] body(PlainProblem answer) {
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeObjectPropertyStart("error");
            json.writeNumberProperty("code", answer.status());
            json.writeStringProperty("message", answer.message());
            json.writeStringProperty("status", status(answer));
            details(json, answer);
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    private static String status(PlainProblem answer) {
        return switch (answer.kind()) {
            case INVALID, TOO_LARGE -> "INVALID_ARGUMENT";
            case AUTHENTICATION -> "UNAUTHENTICATED";
            case PERMISSION -> "PERMISSION_DENIED";
            case NOT_FOUND -> "NOT_FOUND";
            case MONEY, RATE_LIMITED -> "RESOURCE_EXHAUSTED";
            case TIMEOUT -> "DEADLINE_EXCEEDED";
            case BUSY -> "UNAVAILABLE";
            case SERVER -> answer.status() == 500 ? "INTERNAL" : "UNAVAILABLE";
        };
    }

    private static void details(JsonGenerator json, PlainProblem answer) {
        if (answer.code() == null && answer.param() == null && answer.retryMillis() == 0) {
            return;
        }
        json.writeArrayPropertyStart("details");
        reason(json, answer.code());
        violation(json, answer.param(), answer.message());
        if (answer.retryMillis() > 0) {
            json.writeStartObject();
            json.writeStringProperty("@type", TYPE + "RetryInfo");
            json.writeStringProperty("retryDelay", seconds(answer.retryMillis()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void reason(JsonGenerator json, @Nullable String code) {
        if (code != null) {
            json.writeStartObject();
            json.writeStringProperty("@type", TYPE + "ErrorInfo");
            json.writeStringProperty("reason", code.toUpperCase(Locale.ROOT));
            json.writeStringProperty("domain", DOMAIN);
            json.writeEndObject();
        }
    }

    private static void violation(JsonGenerator json, @Nullable String param, String message) {
        if (param != null) {
            json.writeStartObject();
            json.writeStringProperty("@type", TYPE + "BadRequest");
            json.writeArrayPropertyStart("fieldViolations");
            json.writeStartObject();
            json.writeStringProperty("field", param);
            json.writeStringProperty("description", message);
            json.writeEndObject();
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    /** Proto-JSON's duration. */
    private static String seconds(long millis) {
        return millis % 1000 == 0
                ? millis / 1000 + "s"
                : String.format(Locale.ROOT, "%d.%03ds", millis / 1000, millis % 1000);
    }
}
