package dev.farebox.gateway.provider.openai;

import dev.farebox.gateway.exchange.Surface;
import dev.farebox.gateway.exchange.UpstreamFault;
import dev.farebox.json.Json;
import dev.farebox.json.JsonText;
import dev.farebox.json.Utf8;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * One JSON object of a small surface, an event of a stream or a whole answer, as one forward read
 * found it. Made anew for each.
 */
final class MediaObject {
    private static final int MAX_CHOICES = 1 << 18;

    final BitSet finished = new BitSet();
    String type = "";
    String tier = "";
    @Nullable UpstreamFault fault;
    @Nullable MediaUsage usage;
    @Nullable ReportedUsage textUsage;
    @Nullable MediaUsage duration;
    boolean hasChoices;
    boolean hasText;
    boolean refused;

    /** Of choices, data or results. */
    int entries;

    /** Of what is new with this object: a choice's text, a delta. */
    long newBytes;

    /** Of the text of a whole transcription. */
    long textBytes;

    /** Base64 of sound. */
    long audioBytes;

    private final Surface surface;
    private final byte[] bytes;
    private final int base;
    private final int end;
    private boolean hasEntries;

    private MediaObject(Surface surface, byte[] bytes, int offset, int length) {
        this.surface = surface;
        this.bytes = bytes;
        this.base = offset;
        this.end = offset + length;
    }

    /** Null where it is not one JSON object. */
    static @Nullable MediaObject read(Surface surface, byte[] bytes, int offset, int length) {
        if (!Utf8.isValid(bytes, offset, offset + length)) {
            return null;
        }
        var object = new MediaObject(surface, bytes, offset, length);
        try (JsonParser parser = Json.parser(bytes, offset, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            object.members(parser);
            return parser.nextToken() == null ? object : null;
        } catch (JacksonException _) {
            return null;
        }
    }

    /** Whether it has the array that is the answer. */
    boolean hasEntries() {
        return hasEntries;
    }

    boolean hasUsage() {
        return usage != null || textUsage != null;
    }

    private void members(JsonParser parser) {
        var top = new FaultReader();
        MediaUsage apart = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (name) {
                case "type" -> {
                    type = text(parser);
                    top.member(name, parser);
                }
                case "error" -> error(parser);
                case "service_tier" -> tier = text(parser);
                case "usage" -> usage(parser);
                case "svg_usage" -> {
                    if (value == JsonToken.START_OBJECT) {
                        apart = MediaUsage.read(parser, bytes, base);
                    }
                }
                case "choices" -> choices(parser);
                case "data", "results" -> entries(parser);
                case "text" -> {
                    hasText = value == JsonToken.VALUE_STRING;
                    textBytes = length(parser);
                }
                case "delta" -> newBytes += length(parser);
                case "audio" -> audioBytes += length(parser);
                case "duration" -> {
                    if (value.isNumeric()) {
                        duration = MediaUsage.ofDuration(parser);
                    }
                }
                default -> top.member(name, parser);
            }
            parser.skipChildren();
        }
        if (usage != null && apart != null) {
            usage = usage.plus(apart);
        }
        boolean says = hasEntries || hasChoices || hasText || hasUsage();
        if (fault == null && !says && top.isFault()) {
            fault = top.fault(0);
        }
    }

    private void error(JsonParser parser) {
        var reader = new FaultReader();
        if (reader.error(parser)) {
            fault = reader.fault(0);
        }
    }

    private void usage(JsonParser parser) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return;
        }
        if (surface == Surface.COMPLETIONS) {
            textUsage = ReportedUsage.read(parser, bytes, base);
        } else {
            usage = MediaUsage.read(parser, bytes, base);
        }
    }

    private void entries(JsonParser parser) {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            return;
        }
        hasEntries = true;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            entries++;
            parser.skipChildren();
        }
    }

    private void choices(JsonParser parser) {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            return;
        }
        hasChoices = true;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                choice(parser, entries);
            }
            parser.skipChildren();
            entries++;
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
                    if (value == JsonToken.VALUE_NUMBER_INT && parser.getStringLength() <= 6) {
                        index = Math.clamp(parser.getIntValue(), 0, MAX_CHOICES);
                    }
                }
                case "text" -> newBytes += length(parser);
                case "finish_reason" -> finish = text(parser);
                case "usage" -> usage(parser);
                default -> {}
            }
            parser.skipChildren();
        }
        if (!finish.isEmpty()) {
            finished.set(index);
            refused |= finish.equals("content_filter");
        }
    }

    /** Of a string as UTF-8 after unescaping; 0 for anything else. */
    private long length(JsonParser parser) {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            return 0;
        }
        int open = base + (int) parser.currentTokenLocation().getByteOffset();
        int close = JsonText.closingQuote(bytes, open, end);
        return JsonText.decodedLength(bytes, open + 1, close);
    }

    private static String text(JsonParser parser) {
        boolean fits =
                parser.currentToken() == JsonToken.VALUE_STRING && parser.getStringLength() <= 64;
        return fits ? parser.getString() : "";
    }
}
