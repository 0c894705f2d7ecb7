package dev.farebox.gateway.wire.anthropic;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.farebox.gateway.exchange.AnswerSummary;
import dev.farebox.gateway.exchange.ByteSink;
import dev.farebox.gateway.exchange.GatewayProblem;
import dev.farebox.gateway.exchange.SseEvent;
import dev.farebox.gateway.exchange.Step;
import dev.farebox.gateway.exchange.StreamWriter;
import dev.farebox.json.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Passes an upstream's events on as they are. Where the {@code event:} line is missing, or is not
 * the type of the data, it is written: clients read nothing from an event without a name.
 */
final class PassingMessages implements StreamWriter {
    static final byte[] PING = "event: ping\ndata: {\"type\":\"ping\"}\n\n".getBytes(US_ASCII);
    static final byte[] STOP =
            "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n".getBytes(US_ASCII);
    private static final byte[] TYPE = "{\"type\":\"".getBytes(US_ASCII);
    private static final byte[] NAME = "event: ".getBytes(US_ASCII);
    private static final int MAX_NAME = 64;

    private final String requestId;
    private boolean stopped;

    PassingMessages(String requestId) {
        this.requestId = requestId;
    }

    @Override
    public void forward(SseEvent event, Step step, ByteSink out) {
        stopped |= step == Step.LAST;
        String name = event.name();
        if (!name.isEmpty() && beginsWithType(event, name)) {
            out.write(event.buffer(), event.offset(), event.length());
            return;
        }
        String type = type(event);
        if (type.isEmpty() || type.equals(name)) {
            out.write(event.buffer(), event.offset(), event.length());
            return;
        }
        out.write(NAME);
        out.write((type + "\n").getBytes(US_ASCII));
        int from = event.unnamedOffset();
        out.write(event.buffer(), from, event.offset() + event.length() - from);
    }

    /** Whether the data begin the way they nearly always do, which spares parsing them. */
    private static boolean beginsWithType(SseEvent event, String name) {
        byte[] buffer = event.buffer();
        int at = event.dataOffset();
        int end = at + event.dataLength();
        byte[] expected = name.getBytes(UTF_8);
        return at + TYPE.length + expected.length < end
                && java.util.Arrays.equals(buffer, at, at + TYPE.length, TYPE, 0, TYPE.length)
                && java.util.Arrays.equals(
                        buffer,
                        at + TYPE.length,
                        at + TYPE.length + expected.length,
                        expected,
                        0,
                        expected.length)
                && buffer[at + TYPE.length + expected.length] == '"';
    }

    /** The type in the data; empty where there is none that can be a name. */
    private static String type(SseEvent event) {
        String type = "";
        try (JsonParser parser =
                Json.parser(event.buffer(), event.dataOffset(), event.dataLength())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return "";
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean isType = parser.currentName().equals("type");
                if (parser.nextToken() == JsonToken.VALUE_STRING
                        && isType
                        && parser.getStringLength() <= MAX_NAME) {
                    type = parser.getString();
                }
                parser.skipChildren();
            }
        } catch (JacksonException _) {
            return "";
        }
        return type.matches("[a-z0-9_.]+") ? type : "";
    }

    @Override
    public void finish(AnswerSummary summary, ByteSink out) {
        if (!stopped) {
            out.write(STOP);
            stopped = true;
        }
    }

    @Override
    public byte[] error(GatewayProblem problem) {
        return AnthropicErrors.event(problem, requestId);
    }

    @Override
    public byte[] keepAlive() {
        return PING.clone();
    }
}
