package dev.farebox.gateway.wire.openai;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.farebox.gateway.exchange.GatewayProblem;
import dev.farebox.gateway.exchange.PlainProblem;
import dev.farebox.gateway.exchange.Reply;
import dev.farebox.gateway.exchange.UpstreamFault;
import dev.farebox.json.Json;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Problems in the words of the OpenAI dialect. */
public final class ChatErrors {
    private static final byte[] DATA = "data: ".getBytes(US_ASCII);
    private static final byte[] END = "\n\n".getBytes(US_ASCII);

    private ChatErrors() {}

    /** The whole answer, with both request id headers, retry advice and a JSON body. */
    public static Reply reply(GatewayProblem problem, String requestId) {
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
        return new Reply(answer.status(), headers, body(problem, answer));
    }

    /**
     * The event to send inside a stream; then close without the final chunk, and without [DONE].
     */
    public static byte[] event(GatewayProblem problem) {
        var event = new ByteArrayOutputStream(256);
        event.writeBytes(DATA);
        event.writeBytes(body(problem, PlainProblem.of(problem)));
        event.writeBytes(END);
        return event.toByteArray();
    }

    private static byte[] body(GatewayProblem problem, PlainProblem answer) {
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeObjectPropertyStart("error");
            json.writeStringProperty("message", answer.message());
            json.writeStringProperty("type", type(problem, answer.kind()));
            text(json, "param", answer.param());
            text(json, "code", answer.code());
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    private static String type(GatewayProblem problem, PlainProblem.Kind kind) {
        return switch (problem) {
            case GatewayProblem.RateLimited limited -> limited.limit().type();
            case GatewayProblem.UpstreamRefused(UpstreamFault fault)
                    when fault.type() != null && kind != PlainProblem.Kind.BUSY ->
                    fault.type();
            case GatewayProblem.UpstreamTimeout _ -> "server_error";
            default -> type(kind);
        };
    }

    private static String type(PlainProblem.Kind kind) {
        return switch (kind) {
            case INVALID, NOT_FOUND, TOO_LARGE -> "invalid_request_error";
            case AUTHENTICATION -> "authentication_error";
            case PERMISSION -> "permission_error";
            case MONEY -> "insufficient_quota";
            case RATE_LIMITED -> "requests";
            case TIMEOUT -> "timeout_error";
            case BUSY, SERVER -> "server_error";
        };
    }

    private static void text(JsonGenerator json, String name, @Nullable String value) {
        if (value == null) {
            json.writeNullProperty(name);
        } else {
            json.writeStringProperty(name, value);
        }
    }
}
