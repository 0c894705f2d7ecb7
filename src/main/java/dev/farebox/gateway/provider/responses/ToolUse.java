package dev.farebox.gateway.provider.responses;

import dev.farebox.gateway.exchange.TokenFactors;
import dev.farebox.gateway.exchange.UsageBounds;
import dev.farebox.gateway.exchange.UsageReading;
import dev.farebox.gateway.provider.openai.ChatUsage;
import dev.farebox.gateway.provider.openai.ReportedUsage;
import dev.farebox.usage.Dimension;
import dev.farebox.usage.Usage;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * What the provider's own tools consumed: searches and pictures as {@code tool_usage} reports them,
 * searches else, and everything that it does not report, by counting the calls.
 */
final class ToolUse {
    private static final int MAX_DIGITS = 9;

    private final Map<OutputItem.Call, Long> counted = new EnumMap<>(OutputItem.Call.class);
    private long searches = -1;
    private @Nullable ReportedUsage pictures;
    private @Nullable String fault;

    void count(OutputItem.Call call) {
        counted.merge(call, 1L, Long::sum);
    }

    long counted(OutputItem.Call call) {
        return counted.getOrDefault(call, 0L);
    }

    /** Tokens estimated for what the client sees or carries out, not for what it reads. */
    long estimated(long bytes, TokenFactors factors) {
        int calls = Math.toIntExact(counted(OutputItem.Call.CLIENT));
        return factors.output(bytes, calls) + counted(OutputItem.Call.PICTURE) * factors.perImage();
    }

    /** Takes over what another place counted where that is more. */
    void atLeast(ToolUse other) {
        other.counted.forEach((call, count) -> counted.merge(call, count, Math::max));
    }

    @Nullable String fault() {
        return fault;
    }

    /** Reads the value of {@code tool_usage}. */
    void read(JsonParser parser, byte[] bytes, int base) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return;
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (value == JsonToken.START_OBJECT && name.equals("web_search")) {
                webSearch(parser);
            } else if (value == JsonToken.START_OBJECT && name.equals("image_gen")) {
                pictures = ReportedUsage.read(parser, bytes, base);
            }
            parser.skipChildren();
        }
    }

    private void webSearch(JsonParser parser) {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            boolean isCount = parser.currentName().equals("num_requests");
            JsonToken value = parser.nextToken();
            if (isCount && value != JsonToken.VALUE_NULL) {
                searches = requests(parser);
            }
            parser.skipChildren();
        }
    }

    private long requests(JsonParser parser) {
        boolean isCount =
                parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                        && parser.getStringLength() <= MAX_DIGITS
                        && parser.getLongValue() >= 0;
        if (!isCount) {
            fault = "num_requests is not a count";
            return -1;
        }
        return parser.getLongValue();
    }

    long webSearches() {
        return searches >= 0 ? searches : counted(OutputItem.Call.WEB_SEARCH);
    }

    /** Adds it to what the model itself consumed. */
    Usage addedTo(Usage model) {
        Usage.Builder sum = Usage.builder().tier(model.tier()).basis(model.basis());
        Usage drawn = pictures();
        for (Dimension dimension : Dimension.values()) {
            sum.set(dimension, Math.addExact(model.units(dimension), drawn.units(dimension)));
        }
        return sum.set(Dimension.WEB_SEARCH, webSearches())
                .set(Dimension.FILE_SEARCH, counted(OutputItem.Call.FILE_SEARCH))
                .set(Dimension.CODE_EXECUTION, counted(OutputItem.Call.CODE))
                .build();
    }

    private Usage pictures() {
        Usage read =
                switch (ChatUsage.reading(pictures, "", UsageBounds.NONE)) {
                    case UsageReading.Reported(var usage, _, _) -> usage;
                    case UsageReading.Implausible(var claimed, var why, _) -> {
                        fault = "image_gen: " + why;
                        yield claimed;
                    }
                    case UsageReading.Missing _ -> Usage.NONE;
                };
        if (pictures == null || pictures.splitsOutput()) {
            return read;
        }
        // without details, what a picture tool puts out are pictures
        var usage = Usage.builder();
        read.nonZero().forEach(usage::set);
        return usage.set(Dimension.OUTPUT, 0)
                .set(Dimension.OUTPUT_IMAGE, read.outputTokens())
                .build();
    }
}
