package dev.farebox.gateway.provider.responses;

import dev.farebox.gateway.exchange.UpstreamFault;
import dev.farebox.gateway.provider.openai.FaultReader;
import dev.farebox.gateway.provider.openai.ReportedUsage;
import dev.farebox.json.Json;
import dev.farebox.json.Utf8;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** One event of a stream, or a whole response, as one forward read finds it. */
final class ResponsesEvent {
    private static final int MAX_WORD = 128;

    String type = "";

    /** Bytes of a string {@code delta}. */
    int delta;

    @Nullable OutputItem item;
    @Nullable Body response;
    @Nullable UpstreamFault fault;

    private final byte[] bytes;
    private final int base;
    private final int end;

    private ResponsesEvent(byte[] bytes, int base, int end) {
        this.bytes = bytes;
        this.base = base;
        this.end = end;
    }

    /** A response: of an event, or a whole answer. */
    static final class Body {
        final ToolUse tools = new ToolUse();
        @Nullable ReportedUsage usage;
        @Nullable UpstreamFault fault;
        final Keepsakes keepsakes = new Keepsakes();
        String status = "";
        String reason = "";
        String tier = "";
        boolean hasOutput;
        boolean hasInputTokens;
        boolean refused;
        boolean hosted;
        long written;
    }

    /** What could be read, or why nothing could. */
    sealed interface Outcome {
        record Event(ResponsesEvent event) implements Outcome {}

        record Whole(Body body) implements Outcome {}

        record Broken(String why) implements Outcome {}
    }

    static Outcome event(byte[] buffer, int offset, int length) {
        return read(buffer, offset, length, false);
    }

    static Outcome whole(byte[] body) {
        return read(body, 0, body.length, true);
    }

    private static Outcome read(byte[] buffer, int offset, int length, boolean whole) {
        if (!Utf8.isValid(buffer, offset, offset + length)) {
            return new Outcome.Broken("not UTF-8");
        }
        try (JsonParser parser = Json.parser(buffer, offset, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return new Outcome.Broken("not a JSON object");
            }
            var event = new ResponsesEvent(buffer, offset, offset + length);
            Outcome outcome;
            if (whole) {
                outcome = new Outcome.Whole(event.body(parser));
            } else {
                event.object(parser);
                outcome = new Outcome.Event(event);
            }
            return parser.nextToken() == null
                    ? outcome
                    : new Outcome.Broken("something follows the JSON object");
        } catch (JacksonException _) {
            return new Outcome.Broken("not JSON");
        }
    }

    private void object(JsonParser parser) {
        var flat = new FaultReader();
        UpstreamFault nested = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (name) {
                case "type" -> type = word(parser);
                case "delta" -> {
                    if (value == JsonToken.VALUE_STRING) {
                        delta = OutputItem.length(parser, bytes, base, end);
                    }
                }
                case "item" -> {
                    if (value == JsonToken.START_OBJECT) {
                        item = OutputItem.read(parser, bytes, base, end);
                    }
                }
                case "response" -> {
                    if (value == JsonToken.START_OBJECT) {
                        response = body(parser);
                    }
                }
                case "error" -> nested = error(parser);
                default -> flat.member(name, parser);
            }
            parser.skipChildren();
        }
        fault = nested != null || !type.equals("error") ? nested : flat.fault(0);
    }

    private Body body(JsonParser parser) {
        var body = new Body();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (name) {
                case "id" -> body.keepsakes.response(OutputItem.name(parser));
                case "store" -> body.keepsakes.isStored(value != JsonToken.VALUE_FALSE);
                case "status" -> body.status = word(parser);
                case "service_tier" -> body.tier = word(parser);
                case "error" -> body.fault = error(parser);
                case "incomplete_details" -> body.reason = reason(parser);
                case "output" -> output(parser, body);
                case "tool_usage" -> body.tools.read(parser, bytes, base);
                case "input_tokens" -> body.hasInputTokens = value == JsonToken.VALUE_NUMBER_INT;
                case "usage" -> {
                    if (value == JsonToken.START_OBJECT) {
                        body.usage = ReportedUsage.read(parser, bytes, base);
                    }
                }
                default -> {}
            }
            parser.skipChildren();
        }
        return body;
    }

    private void output(JsonParser parser, Body body) {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            return;
        }
        body.hasOutput = true;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                parser.skipChildren();
                continue;
            }
            OutputItem read = OutputItem.read(parser, bytes, base, end);
            body.keepsakes.item(read.id);
            body.written += read.written;
            body.refused |= read.refused;
            body.hosted |= read.isHosted();
            body.tools.count(read.call());
        }
    }

    private static @Nullable UpstreamFault error(JsonParser parser) {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        var reader = new FaultReader();
        return reader.error(parser) ? reader.fault(0) : null;
    }

    private static String reason(JsonParser parser) {
        String reason = "";
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return reason;
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            boolean isReason = parser.currentName().equals("reason");
            parser.nextToken();
            if (isReason) {
                reason = word(parser);
            }
            parser.skipChildren();
        }
        return reason;
    }

    private static String word(JsonParser parser) {
        boolean isWord =
                parser.currentToken() == JsonToken.VALUE_STRING
                        && parser.getStringLength() <= MAX_WORD;
        return isWord ? parser.getString() : "";
    }
}
