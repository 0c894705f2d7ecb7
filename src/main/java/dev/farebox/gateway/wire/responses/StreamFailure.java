package dev.farebox.gateway.wire.responses;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.farebox.gateway.exchange.GatewayProblem;
import dev.farebox.gateway.exchange.PlainProblem;
import dev.farebox.json.Json;
import java.io.ByteArrayOutputStream;

/**
 * The two events that break a stream off: {@code error}, for SDKs, and then {@code
 * response.failed}, which is all that Codex reacts to.
 *
 * @param sequence of the last event that was sent, -1 where there was none
 * @param id of the response
 * @param created seconds since 1970, 0 where that is not known
 */
record StreamFailure(long sequence, String id, String model, long created) {
    private static final byte[] ERROR = "event: error\ndata: ".getBytes(US_ASCII);
    private static final byte[] FAILED = "event: response.failed\ndata: ".getBytes(US_ASCII);
    private static final byte[] END = "\n\n".getBytes(US_ASCII);

    byte[] events(GatewayProblem problem) {
        PlainProblem answer = PlainProblem.of(problem);
        var out = new ByteArrayOutputStream(512);
        out.writeBytes(ERROR);
        out.writeBytes(error(answer));
        out.writeBytes(END);
        out.writeBytes(FAILED);
        out.writeBytes(failed(answer));
        out.writeBytes(END);
        return out.toByteArray();
    }

    /** The words at which Codex stops or comes again; it knows only a few. */
    private static String code(PlainProblem answer) {
        return switch (answer.kind()) {
            case MONEY -> "insufficient_quota";
            case RATE_LIMITED -> "rate_limit_exceeded";
            case BUSY -> "server_is_overloaded";
            case TIMEOUT, SERVER -> "server_error";
            case INVALID, AUTHENTICATION, PERMISSION, NOT_FOUND, TOO_LARGE -> "invalid_prompt";
        };
    }

    private byte[] error(PlainProblem answer) {
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringProperty("type", "error");
            ResponsesErrors.text(json, "code", answer.code());
            json.writeStringProperty("message", answer.message());
            ResponsesErrors.text(json, "param", answer.param());
            json.writeNumberProperty("sequence_number", sequence + 1);
            json.writeEndObject();
        });
    }

    private byte[] failed(PlainProblem answer) {
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringProperty("type", "response.failed");
            json.writeNumberProperty("sequence_number", sequence + 2);
            json.writeObjectPropertyStart("response");
            json.writeStringProperty("id", id);
            json.writeStringProperty("object", "response");
            json.writeNumberProperty("created_at", created);
            json.writeStringProperty("status", "failed");
            json.writeObjectPropertyStart("error");
            json.writeStringProperty("code", code(answer));
            json.writeStringProperty("message", answer.message());
            json.writeEndObject();
            json.writeNullProperty("incomplete_details");
            json.writeStringProperty("model", model);
            json.writeArrayPropertyStart("output");
            json.writeEndArray();
            json.writeNullProperty("usage");
            json.writeEndObject();
            json.writeEndObject();
        });
    }
}
