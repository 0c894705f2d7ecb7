package dev.farebox.gateway.provider.openai;

import dev.farebox.gateway.exchange.UpstreamFault;
import dev.farebox.json.Json;
import dev.farebox.json.Utf8;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * One chat completion object, a chunk of a stream or a whole answer, as one forward read found it.
 * Reused for all chunks of a stream: what belongs to one object is reset, what belongs to the
 * answer (finished choices, tool calls, model, tier, the last report of usage) is kept.
 */
final class Chunk {
    private static final int MAX_CHOICES = 128;

    // of the answer
    final ContentMeter content = new ContentMeter();
    final BitSet finished = new BitSet();
    @Nullable ReportedUsage usage;
    String model = "";
    String tier = "";
    String finishReason = "";

    // of this object
    boolean hasChoices;
    boolean hasUsage;
    boolean finishes;
    int choices;
    @Nullable UpstreamFault fault;

    /** Where the value of a top-level {@code obfuscation} opens, or -1. */
    int obfuscationOpen = -1;

    private byte[] bytes = new byte[0];
    private int base;
    private int end;

    /** Null where it could be read, else why it could not. */
    @Nullable String read(byte[] buffer, int offset, int length) {
        begin(buffer, offset, length);
        if (!Utf8.isValid(buffer, offset, offset + length)) {
            return "not UTF-8";
        }
        try (JsonParser parser = Json.parser(buffer, offset, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return "not a JSON object";
            }
            object(parser);
            return parser.nextToken() == null ? null : "something follows the JSON object";
        } catch (JacksonException _) {
            return "not JSON";
        }
    }

    private void begin(byte[] buffer, int offset, int length) {
        bytes = buffer;
        base = offset;
        end = offset + length;
        hasChoices = false;
        hasUsage = false;
        finishes = false;
        choices = 0;
        fault = null;
        obfuscationOpen = -1;
        content.begin();
    }

    private void object(JsonParser parser) {
        var top = new FaultReader();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (name) {
                case "choices" -> choices(parser);
                case "usage" -> usage(parser);
                case "x_groq" -> nested(parser);
                case "error" -> error(parser);
                case "model" -> model = text(parser, model);
                case "service_tier" -> tier = text(parser, tier);
                case "obfuscation" -> {
                    if (value == JsonToken.VALUE_STRING) {
                        obfuscationOpen = position(parser);
                    }
                }
                default -> top.member(name, parser);
            }
            parser.skipChildren();
        }
        if (fault == null && !hasChoices && !hasUsage && top.isFault()) {
            fault = top.fault(0);
        }
    }

    private int position(JsonParser parser) {
        return base + (int) parser.currentTokenLocation().getByteOffset();
    }

    private void error(JsonParser parser) {
        var reader = new FaultReader();
        if (reader.error(parser)) {
            fault = reader.fault(0);
        }
    }

    /** Groq puts its report beside the chunk. */
    private void nested(JsonParser parser) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return;
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            if (name.equals("usage")) {
                usage(parser);
            } else if (name.equals("error")) {
                error(parser);
            }
            parser.skipChildren();
        }
    }

    private void usage(JsonParser parser) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return;
        }
        ReportedUsage report = ReportedUsage.read(parser, bytes, base);
        hasUsage = true;
        if (report.isReport()) {
            usage = report;
        }
    }

    private void choices(JsonParser parser) {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            return;
        }
        hasChoices = true;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                choice(parser, choices);
            } else {
                parser.skipChildren();
            }
            choices++;
        }
    }

    private void choice(JsonParser parser, int position) {
        int index = position;
        String finish = "";
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (name) {
                case "index" -> {
                    if (value == JsonToken.VALUE_NUMBER_INT && parser.getStringLength() <= 3) {
                        index = Math.clamp(parser.getIntValue(), 0, MAX_CHOICES);
                    }
                }
                case "delta", "message" -> {
                    if (value == JsonToken.START_OBJECT) {
                        content.message(parser, bytes, base, end, index);
                    }
                }
                case "finish_reason" -> finish = text(parser, "");
                // Moonshot reports within the choice
                case "usage" -> usage(parser);
                default -> {}
            }
            parser.skipChildren();
        }
        finish(index, finish);
    }

    /** Some vendors send an empty reason with every chunk; SDKs take it for none, and so do we. */
    private void finish(int index, String reason) {
        if (reason.isEmpty()) {
            return;
        }
        finishes = true;
        finished.set(index);
        finishReason = reason;
        if (reason.equals("error") && fault == null) {
            fault = new UpstreamFault(0, null, null, null, "finish_reason is error");
        }
    }

    private static String text(JsonParser parser, String otherwise) {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            return otherwise;
        }
        String text = parser.getString();
        return text.length() > 256 ? text.substring(0, 256) : text;
    }
}
