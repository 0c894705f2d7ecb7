package dev.farebox.gateway.provider.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The numbers of one usage object as they stand, -1 where one is absent or null; an explicit 0 is a
 * number.
 */
final class Counts {
    private static final int MAX_DIGITS = 12;
    private static final int MAX_RAW = 4096;
    private static final int MAX_ITERATIONS = 1024;
    private static final int MAX_WORD = 128;

    /** One model's share of an answer on which several models or rounds worked. */
    record Iteration(String type, String model, Counts counts) {
        /** Whether this round gave the answer, or a part of it, that the client sees. */
        boolean isAnswer() {
            return type.equals("message") || type.equals("fallback_message");
        }
    }

    long input = -1;
    long output = -1;
    long cacheRead = -1;
    long cacheWrite = -1;
    long write5m = -1;
    long write1h = -1;
    long thinking = -1;
    long webSearches = -1;
    long webFetches = -1;
    long codeExecutions = -1;
    String tier = "";
    String speed = "";
    String geo = "";
    List<Iteration> iterations = List.of();
    @Nullable String fault;
    String rawJson = "";

    // of an iteration
    private String type = "";
    private String model = "";

    /** Reads the object that the parser has just opened; locations count from {@code base}. */
    static Counts read(JsonParser parser, byte[] bytes, int base) {
        var counts = new Counts();
        int from = base + (int) parser.currentTokenLocation().getByteOffset();
        counts.object(parser, true);
        int to = base + (int) parser.currentTokenLocation().getByteOffset() + 1;
        counts.rawJson = to - from > MAX_RAW ? "" : new String(bytes, from, to - from, UTF_8);
        return counts;
    }

    /** These numbers where {@code later} does not say otherwise. */
    Counts updatedBy(Counts later) {
        var merged = new Counts();
        merged.input = later.input < 0 ? input : later.input;
        merged.output = later.output < 0 ? output : later.output;
        merged.cacheRead = later.cacheRead < 0 ? cacheRead : later.cacheRead;
        merged.cacheWrite = later.cacheWrite < 0 ? cacheWrite : later.cacheWrite;
        merged.write5m = later.write5m < 0 ? write5m : later.write5m;
        merged.write1h = later.write1h < 0 ? write1h : later.write1h;
        merged.thinking = later.thinking < 0 ? thinking : later.thinking;
        merged.webSearches = later.webSearches < 0 ? webSearches : later.webSearches;
        merged.webFetches = later.webFetches < 0 ? webFetches : later.webFetches;
        merged.codeExecutions = later.codeExecutions < 0 ? codeExecutions : later.codeExecutions;
        merged.tier = later.tier.isEmpty() ? tier : later.tier;
        merged.speed = later.speed.isEmpty() ? speed : later.speed;
        merged.geo = later.geo.isEmpty() ? geo : later.geo;
        merged.iterations = later.iterations.isEmpty() ? iterations : later.iterations;
        merged.fault = fault == null ? later.fault : fault;
        merged.rawJson = joined(rawJson, later.rawJson);
        return merged;
    }

    /** Both reports as one object, so that a person can see where each number came from. */
    private static String joined(String start, String delta) {
        if (start.isEmpty() || delta.isEmpty() || start.length() + delta.length() > MAX_RAW - 64) {
            return delta.isEmpty() ? start : delta;
        }
        return "{\"message_start\":" + start + ",\"message_delta\":" + delta + "}";
    }

    /**
     * The numbers of a start that was sent twice: never less than the first, so that a second one
     * of zeros takes nothing back.
     */
    Counts raisedBy(Counts again) {
        Counts raised = updatedBy(again);
        raised.input = Math.max(input, again.input);
        raised.output = Math.max(output, again.output);
        raised.cacheRead = Math.max(cacheRead, again.cacheRead);
        raised.cacheWrite = Math.max(cacheWrite, again.cacheWrite);
        raised.write5m = Math.max(write5m, again.write5m);
        raised.write1h = Math.max(write1h, again.write1h);
        raised.rawJson = rawJson.isEmpty() ? again.rawJson : rawJson;
        return raised;
    }

    private void object(JsonParser parser, boolean outer) {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (value) {
                case START_OBJECT -> nested(parser, name);
                case START_ARRAY -> {
                    if (outer && name.equals("iterations")) {
                        iterations(parser);
                    }
                    parser.skipChildren();
                }
                case VALUE_STRING -> word(parser, name);
                case null, default -> {}
            }
            if (!value.isStructStart()) {
                number(parser, name);
            }
        }
    }

    private void word(JsonParser parser, String name) {
        switch (name) {
            case "service_tier" -> tier = text(parser);
            case "speed" -> speed = text(parser);
            case "inference_geo" -> geo = text(parser);
            case "type" -> type = text(parser);
            case "model" -> model = text(parser);
            default -> {}
        }
    }

    private void number(JsonParser parser, String name) {
        switch (name) {
            case "input_tokens" -> input = count(parser, name);
            case "output_tokens" -> output = count(parser, name);
            case "cache_read_input_tokens" -> cacheRead = count(parser, name);
            case "cache_creation_input_tokens" -> cacheWrite = count(parser, name);
            default -> {}
        }
    }

    private void nested(JsonParser parser, String outer) {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            switch (outer + "." + name) {
                case "cache_creation.ephemeral_5m_input_tokens" -> write5m = count(parser, name);
                case "cache_creation.ephemeral_1h_input_tokens" -> write1h = count(parser, name);
                case "output_tokens_details.thinking_tokens" -> thinking = count(parser, name);
                case "server_tool_use.web_search_requests" -> webSearches = count(parser, name);
                case "server_tool_use.web_fetch_requests" -> webFetches = count(parser, name);
                case "server_tool_use.code_execution_requests" ->
                        codeExecutions = count(parser, name);
                default -> parser.skipChildren();
            }
        }
    }

    private void iterations(JsonParser parser) {
        var all = new ArrayList<Iteration>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.START_OBJECT || all.size() == MAX_ITERATIONS) {
                fault("iterations is not a short list of objects");
                parser.skipChildren();
                continue;
            }
            var counts = new Counts();
            counts.object(parser, false);
            if (counts.fault != null) {
                fault("iterations: " + counts.fault);
            }
            all.add(new Iteration(counts.type, counts.model, counts));
        }
        iterations = List.copyOf(all);
    }

    private static String text(JsonParser parser) {
        return parser.getStringLength() > MAX_WORD ? "unknown" : parser.getString();
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
