package dev.farebox.gateway.provider.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The numbers of one usage object as they stand, -1 where one is absent or null; an explicit 0 is a
 * number. Filled by one forward read.
 */
public final class ReportedUsage {
    private static final int MAX_DIGITS = 12;
    private static final int MAX_RAW = 4096;

    long prompt = -1;
    long completion = -1;
    long total = -1;
    long cached = -1;
    long cacheWrite = -1;
    long cacheWrite30m = -1;
    long cacheWrite12h = -1;
    long inputAudio = -1;
    long inputImage = -1;
    long inputVideo = -1;
    long reasoning = -1;
    long outputAudio = -1;
    long outputImage = -1;
    @Nullable String fault;
    String rawJson = "";

    private ReportedUsage() {}

    /** Reads the object that the parser has just opened; locations count from {@code base}. */
    public static ReportedUsage read(JsonParser parser, byte[] bytes, int base) {
        var usage = new ReportedUsage();
        int from = base + (int) parser.currentTokenLocation().getByteOffset();
        usage.object(parser);
        int to = base + (int) parser.currentTokenLocation().getByteOffset() + 1;
        usage.rawJson = to - from > MAX_RAW ? "" : new String(bytes, from, to - from, UTF_8);
        return usage;
    }

    /** Whether it says what the output consists of. */
    public boolean splitsOutput() {
        return outputImage >= 0 || outputAudio >= 0 || reasoning >= 0;
    }

    /** Whether it says enough to be a report at all: what went in, and what came out. */
    public boolean isReport() {
        return fault != null || (prompt >= 0 && (completion >= 0 || total >= 0));
    }

    private void object(JsonParser parser) {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (value != JsonToken.START_OBJECT) {
                member(parser, name);
                parser.skipChildren();
                continue;
            }
            switch (name) {
                case "prompt_tokens_details", "input_tokens_details" -> input(parser);
                case "completion_tokens_details", "output_tokens_details" -> output(parser);
                default -> parser.skipChildren();
            }
        }
    }

    private void member(JsonParser parser, String name) {
        switch (name) {
            case "prompt_tokens" -> prompt = count(parser, name);
            case "completion_tokens" -> completion = count(parser, name);
            // the words of responses and of image generation
            case "input_tokens" -> prompt = prompt < 0 ? count(parser, name) : prompt;
            case "output_tokens" -> completion = completion < 0 ? count(parser, name) : completion;
            case "total_tokens" -> total = count(parser, name);
            // DeepSeek, Moonshot and what imitates Anthropic, each in its own place
            case "prompt_cache_hit_tokens", "cached_tokens", "cache_read_input_tokens" ->
                    cached = Math.max(cached, count(parser, name));
            case "cache_creation_input_tokens" ->
                    cacheWrite = Math.max(cacheWrite, count(parser, name));
            case "reasoning_tokens" -> reasoning = Math.max(reasoning, count(parser, name));
            default -> {}
        }
    }

    private void input(JsonParser parser) {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                if (name.equals("cache_write_tokens_details")) {
                    timesToLive(parser);
                } else {
                    parser.skipChildren();
                }
                continue;
            }
            switch (name) {
                case "cached_tokens" -> cached = Math.max(cached, count(parser, name));
                case "cache_write_tokens", "cache_creation_tokens" ->
                        cacheWrite = Math.max(cacheWrite, count(parser, name));
                case "audio_tokens" -> inputAudio = count(parser, name);
                case "image_tokens" -> inputImage = count(parser, name);
                case "video_tokens" -> inputVideo = count(parser, name);
                default -> parser.skipChildren();
            }
        }
    }

    private void timesToLive(JsonParser parser) {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "ttl_30m_tokens" -> cacheWrite30m = count(parser, name);
                case "ttl_12h_tokens" -> cacheWrite12h = count(parser, name);
                default -> parser.skipChildren();
            }
        }
    }

    private void output(JsonParser parser) {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "reasoning_tokens" -> reasoning = Math.max(reasoning, count(parser, name));
                case "audio_tokens" -> outputAudio = count(parser, name);
                case "image_tokens" -> outputImage = count(parser, name);
                default -> parser.skipChildren();
            }
        }
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
