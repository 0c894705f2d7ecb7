package dev.farebox.gateway.provider.anthropic;

import dev.farebox.gateway.exchange.UpstreamFault;
import dev.farebox.json.Json;
import dev.farebox.json.JsonText;
import dev.farebox.json.Utf8;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * One object of an answer, an event of a stream or a whole message, as one forward read found it.
 * Reused for all events of a stream: what belongs to one object is reset, what belongs to the
 * answer is kept.
 */
final class MessageScan {
    private static final int MAX_CALLS = 1_000;
    private static final int MAX_WORD = 256;

    // of the answer
    @Nullable Counts start;
    @Nullable Counts last;
    String stopReason = "";
    int toolCalls;

    /** Calls of tools that the provider runs itself. */
    int serverCalls;

    /** Text, thinking and tool arguments, as UTF-8 after unescaping. */
    long outputBytes;

    // of this object
    String type = "";
    boolean stops;
    boolean hasContent;
    boolean hasInputTokens;
    @Nullable UpstreamFault fault;

    private byte[] bytes = new byte[0];
    private int base;
    private int end;

    /** Null where it could be read, else why it could not. */
    @Nullable String read(byte[] buffer, int offset, int length) {
        bytes = buffer;
        base = offset;
        end = offset + length;
        type = "";
        stops = false;
        hasContent = false;
        hasInputTokens = false;
        fault = null;
        if (!Utf8.isValid(buffer, offset, end)) {
            return "not UTF-8";
        }
        try (JsonParser parser = Json.parser(buffer, offset, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return "not a JSON object";
            }
            object(parser);
            return parser.nextToken() == null ? null : "something follows the JSON object";
        } catch (tools.jackson.core.JacksonException _) {
            return "not JSON";
        }
    }

    /** What was reported so far; null where nothing was. */
    @Nullable Counts counts() {
        if (start == null || last == null) {
            return start == null ? last : start;
        }
        return start.updatedBy(last);
    }

    /** Whether the last report says how much came out in all. */
    boolean saysOutput() {
        return last != null
                && (last.output >= 0 || !last.iterations.isEmpty() || last.fault != null);
    }

    private void object(JsonParser parser) {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (name) {
                case "type" -> type = word(parser);
                case "message" -> message(parser);
                case "content_block" -> block(parser);
                case "delta" -> delta(parser);
                case "usage" -> last = usage(parser, last);
                case "error" -> error(parser);
                case "content" -> content(parser);
                case "stop_reason" -> stop(parser);
                case "input_tokens" -> hasInputTokens = value == JsonToken.VALUE_NUMBER_INT;
                default -> {}
            }
            parser.skipChildren();
        }
    }

    private void message(JsonParser parser) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return;
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("usage") && value == JsonToken.START_OBJECT) {
                Counts again = Counts.read(parser, bytes, base);
                start = start == null ? again : start.raisedBy(again);
            } else if (name.equals("content")) {
                content(parser);
            }
            parser.skipChildren();
        }
    }

    private @Nullable Counts usage(JsonParser parser, @Nullable Counts before) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return before;
        }
        Counts now = Counts.read(parser, bytes, base);
        return before == null ? now : before.updatedBy(now);
    }

    private void error(JsonParser parser) {
        var reader = new FaultReader();
        if (reader.error(parser)) {
            fault = reader.fault(0);
        }
    }

    private void content(JsonParser parser) {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            return;
        }
        hasContent = true;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            block(parser);
            parser.skipChildren();
        }
    }

    private void block(JsonParser parser) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return;
        }
        String kind = "";
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("type")) {
                kind = word(parser);
            } else if (name.equals("input") && value == JsonToken.START_OBJECT) {
                arguments(parser);
            } else {
                measure(parser, name);
            }
            parser.skipChildren();
        }
        if (kind.endsWith("tool_use")) {
            toolCalls = Math.min(MAX_CALLS, toolCalls + 1);
            serverCalls += kind.equals("tool_use") || serverCalls == MAX_CALLS ? 0 : 1;
        }
    }

    private void arguments(JsonParser parser) {
        long from = parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        long length = parser.currentTokenLocation().getByteOffset() + 1 - from;
        outputBytes += length <= 2 ? 0 : length;
    }

    private void delta(JsonParser parser) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return;
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            if (name.equals("stop_reason")) {
                stop(parser);
            } else {
                measure(parser, name);
            }
            parser.skipChildren();
        }
    }

    private void stop(JsonParser parser) {
        if (parser.currentToken() == JsonToken.VALUE_STRING && parser.getStringLength() > 0) {
            stops = true;
            stopReason = word(parser);
        }
    }

    private void measure(JsonParser parser, String name) {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            return;
        }
        switch (name) {
            // the content of a compaction is what the model wrote; results of tools are objects
            case "text", "thinking", "partial_json", "content", "name" -> {
                int open = base + (int) parser.currentTokenLocation().getByteOffset();
                int close = JsonText.closingQuote(bytes, open, end);
                outputBytes += JsonText.decodedLength(bytes, open + 1, close);
            }
            default -> {}
        }
    }

    private static String word(JsonParser parser) {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            return "";
        }
        return parser.getStringLength() > MAX_WORD ? "unknown" : parser.getString();
    }
}
