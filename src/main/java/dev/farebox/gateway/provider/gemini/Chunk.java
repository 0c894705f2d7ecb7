package dev.farebox.gateway.provider.gemini;

import dev.farebox.gateway.exchange.UpstreamFault;
import dev.farebox.json.Json;
import dev.farebox.json.Utf8;
import java.util.BitSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * One answer object, a chunk of a stream or a whole answer, as one forward read found it. Reused
 * for all chunks of a stream: what belongs to one object is reset, what belongs to the answer
 * (content, finished candidates, searches, the last report of usage) is kept.
 */
final class Chunk {
    private static final int MAX_CANDIDATES = 128;

    /** Finishes by which a provider's rules, not its model, end an answer. */
    private static final Set<String> REFUSALS =
            Set.of(
                    "SAFETY",
                    "RECITATION",
                    "LANGUAGE",
                    "BLOCKLIST",
                    "PROHIBITED_CONTENT",
                    "SPII",
                    "IMAGE_SAFETY",
                    "IMAGE_PROHIBITED_CONTENT",
                    "IMAGE_RECITATION");

    // of the answer
    final ContentMeter content = new ContentMeter();
    final Grounding grounding = new Grounding();
    final BitSet finished = new BitSet();
    @Nullable ReportedUsage usage;
    String modelVersion = "";

    /** The prompt was not let through: there will be no candidates. */
    boolean blocked;

    boolean refused;

    // of this object
    @Nullable UpstreamFault fault;
    boolean hasCandidates;
    boolean hasUsage;

    /** Whether it has any member that only an answer has. */
    boolean isAnswer;

    private byte[] bytes = {};
    private int base;

    /** Null where it could be read, else why it could not. */
    @Nullable String read(byte[] buffer, int offset, int length) {
        bytes = buffer;
        base = offset;
        fault = null;
        hasCandidates = false;
        hasUsage = false;
        isAnswer = false;
        content.begin(buffer, offset, length);
        if (!Utf8.isValid(buffer, offset, offset + length)) {
            return "not UTF-8";
        }
        try (JsonParser parser = Json.parser(buffer, offset, length)) {
            JsonToken first = parser.nextToken();
            boolean listed = first == JsonToken.START_ARRAY;
            if ((listed ? parser.nextToken() : first) != JsonToken.START_OBJECT) {
                return "not a JSON object";
            }
            object(parser);
            if (listed) {
                // an error that comes before a stream could begin; anything else is no event
                return fault == null ? "not a JSON object" : null;
            }
            return parser.nextToken() == null ? null : "something follows the JSON object";
        } catch (JacksonException _) {
            return "not JSON";
        }
    }

    private void object(JsonParser parser) {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (name) {
                case "candidates" -> candidates(parser);
                case "usageMetadata" -> usage(parser);
                case "promptFeedback" -> feedback(parser);
                case "error" -> error(parser);
                case "modelVersion" -> {
                    isAnswer = true;
                    if (value == JsonToken.VALUE_STRING && parser.getStringLength() <= 256) {
                        modelVersion = parser.getString();
                    }
                }
                case "responseId", "createTime" -> isAnswer = true;
                default -> {}
            }
            parser.skipChildren();
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
        isAnswer = true;
        hasUsage = true;
        ReportedUsage report = ReportedUsage.read(parser, bytes, base);
        if (report.isReport()) {
            usage = report;
        }
    }

    private void feedback(JsonParser parser) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return;
        }
        isAnswer = true;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("blockReason") && value == JsonToken.VALUE_STRING) {
                boolean says = !isUnspecified(parser.getString());
                blocked |= says;
                refused |= says;
            }
            parser.skipChildren();
        }
    }

    private void candidates(JsonParser parser) {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            return;
        }
        isAnswer = true;
        for (int at = 0; parser.nextToken() != JsonToken.END_ARRAY; at++) {
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                hasCandidates = true;
                candidate(parser, at);
            } else {
                parser.skipChildren();
            }
        }
    }

    private void candidate(JsonParser parser, int position) {
        int index = Math.min(position, MAX_CANDIDATES);
        String finish = "";
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("index") && value == JsonToken.VALUE_NUMBER_INT) {
                boolean fits = parser.getStringLength() <= 3;
                index = fits ? Math.clamp(parser.getIntValue(), 0, MAX_CANDIDATES) : index;
            } else if (name.equals("finishReason") && value == JsonToken.VALUE_STRING) {
                finish = parser.getString();
            } else if (name.equals("content") && value == JsonToken.START_OBJECT) {
                content.content(parser);
            } else if (name.equals("groundingMetadata") && value == JsonToken.START_OBJECT) {
                grounding.read(parser);
            }
            parser.skipChildren();
        }
        if (!isUnspecified(finish)) {
            finished.set(index);
            refused |= REFUSALS.contains(finish);
        }
    }

    private static boolean isUnspecified(String reason) {
        return reason.isEmpty() || reason.endsWith("_UNSPECIFIED");
    }
}
