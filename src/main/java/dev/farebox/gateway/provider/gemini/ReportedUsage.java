package dev.farebox.gateway.provider.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The numbers of one {@code usageMetadata} as they stand, -1 where one is absent or null. Filled by
 * one forward read.
 */
final class ReportedUsage {
    private static final int MAX_DIGITS = 12;
    private static final int MAX_RAW = 4096;
    private static final int MAX_DETAILS = 64;

    long prompt = -1;
    long cached = -1;
    long toolUse = -1;
    long candidates = -1;
    long thoughts = -1;
    long total = -1;
    Modalities promptDetails = Modalities.NONE;
    Modalities cacheDetails = Modalities.NONE;
    Modalities candidatesDetails = Modalities.NONE;
    String trafficType = "";
    String serviceTier = "";
    @Nullable String fault;
    String rawJson = "";

    private ReportedUsage() {}

    /** Reads the object that the parser has just opened; locations count from {@code base}. */
    static ReportedUsage read(JsonParser parser, byte[] bytes, int base) {
        var usage = new ReportedUsage();
        int from = base + (int) parser.currentTokenLocation().getByteOffset();
        usage.object(parser);
        int to = base + (int) parser.currentTokenLocation().getByteOffset() + 1;
        usage.rawJson = to - from > MAX_RAW ? "" : new String(bytes, from, to - from, UTF_8);
        return usage;
    }

    /** Whether it says enough to be a report: what went in; zeros are left out in this dialect. */
    boolean isReport() {
        return fault != null || prompt >= 0;
    }

    private void object(JsonParser parser) {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "promptTokenCount" -> prompt = count(parser, name);
                case "cachedContentTokenCount" -> cached = count(parser, name);
                case "toolUsePromptTokenCount" -> toolUse = count(parser, name);
                case "candidatesTokenCount", "responseTokenCount" ->
                        candidates = count(parser, name);
                case "thoughtsTokenCount" -> thoughts = count(parser, name);
                case "totalTokenCount" -> total = count(parser, name);
                // embedding models leave out an s
                case "promptTokensDetails", "promptTokenDetails" ->
                        promptDetails = details(parser, name);
                case "cacheTokensDetails" -> cacheDetails = details(parser, name);
                case "candidatesTokensDetails", "responseTokensDetails" ->
                        candidatesDetails = details(parser, name);
                case "trafficType" -> trafficType = word(parser);
                case "serviceTier" -> serviceTier = word(parser);
                default -> {}
            }
            parser.skipChildren();
        }
    }

    private Modalities details(JsonParser parser, String name) {
        var details = Modalities.NONE;
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            return details;
        }
        for (int at = 0; parser.nextToken() != JsonToken.END_ARRAY; at++) {
            if (parser.currentToken() != JsonToken.START_OBJECT || at >= MAX_DETAILS) {
                parser.skipChildren();
                continue;
            }
            String modality = "";
            long tokens = 0;
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String member = parser.currentName();
                parser.nextToken();
                if (member.equals("modality")) {
                    modality = word(parser).toUpperCase(Locale.ROOT);
                } else if (member.equals("tokenCount")) {
                    tokens = Math.max(0, count(parser, name));
                }
                parser.skipChildren();
            }
            details = details.plus(modality, tokens);
        }
        return details;
    }

    private static String word(JsonParser parser) {
        return parser.currentToken() == JsonToken.VALUE_STRING && parser.getStringLength() <= 64
                ? parser.getString()
                : "";
    }

    private long count(JsonParser parser, String name) {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return -1;
        }
        if (token != JsonToken.VALUE_NUMBER_INT) {
            parser.skipChildren();
            return fault(name + " is not an integer");
        }
        if (parser.getStringLength() > MAX_DIGITS) {
            return fault(name + " has more than " + MAX_DIGITS + " digits");
        }
        long value = parser.getLongValue();
        return value < 0 ? fault(name + " is negative") : value;
    }

    private long fault(String why) {
        if (fault == null) {
            fault = why;
        }
        return -1;
    }
}
