package dev.farebox.gateway.provider.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.farebox.gateway.exchange.Surface;
import dev.farebox.gateway.exchange.UsageBounds;
import dev.farebox.gateway.exchange.UsageReading;
import dev.farebox.usage.Dimension;
import dev.farebox.usage.Usage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The usage object of a small surface, as its numbers stand, by name: {@code input_tokens}, {@code
 * input.image_tokens}, {@code input.cached.image_tokens}.
 *
 * <ul>
 *   <li>Input: cached wins over a modality, a modality over text; without details sound is sound.
 *   <li>Output: of images without details all of it is image, of speech all of it is sound.
 *   <li>A duration is in seconds, begun ones full.
 * </ul>
 */
final class MediaUsage {
    private static final int MAX_DIGITS = 12;
    private static final int MAX_RAW = 4096;
    private static final int MAX_NUMBERS = 64;
    private static final BigDecimal MAX_SECONDS = BigDecimal.valueOf(7 * 86_400);

    private final Map<String, Long> numbers = new HashMap<>();
    private @Nullable String fault;
    private String rawJson = "";

    /** Reads the object that the parser has just opened; locations count from {@code base}. */
    static MediaUsage read(JsonParser parser, byte[] bytes, int base) {
        var usage = new MediaUsage();
        int from = base + (int) parser.currentTokenLocation().getByteOffset();
        usage.object(parser, "");
        int to = base + (int) parser.currentTokenLocation().getByteOffset() + 1;
        usage.rawJson = to - from > MAX_RAW ? "" : new String(bytes, from, to - from, UTF_8);
        return usage;
    }

    /** Of an answer that says nothing but how long its sound is. */
    static MediaUsage ofDuration(JsonParser parser) {
        var usage = new MediaUsage();
        usage.seconds(parser);
        return usage;
    }

    /**
     * What is reported apart, or with each of several images, is consumed in addition. Each report
     * says for itself what its output is.
     */
    MediaUsage plus(MediaUsage other) {
        boolean alike = splitsOutput() == other.splitsOutput();
        var sum = new MediaUsage();
        sum.numbers.putAll(alike ? numbers : split());
        (alike ? other.numbers : other.split())
                .forEach((name, count) -> sum.numbers.merge(name, count, Long::sum));
        sum.fault = fault == null ? other.fault : fault;
        sum.rawJson = rawJson.isEmpty() ? other.rawJson : rawJson;
        return sum;
    }

    private boolean splitsOutput() {
        return number("output.image_tokens") >= 0 || number("output.text_tokens") >= 0;
    }

    /** Only images are reported in several parts: an output without details is image. */
    private Map<String, Long> split() {
        var split = new HashMap<>(numbers);
        if (!splitsOutput() && number("output_tokens") >= 0) {
            split.put("output.image_tokens", number("output_tokens"));
        }
        return split;
    }

    private void object(JsonParser parser, String prefix) {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (value == JsonToken.START_OBJECT) {
                object(parser, prefix + group(name));
            } else if (value == JsonToken.START_ARRAY) {
                parser.skipChildren();
            } else if (name.equals("seconds")) {
                seconds(parser);
            } else if (name.endsWith("_tokens") && value != JsonToken.VALUE_NULL) {
                count(parser, prefix + name);
            }
        }
    }

    private static String group(String name) {
        return switch (name) {
            case "input_tokens_details", "input_token_details", "prompt_tokens_details" -> "input.";
            case "output_tokens_details", "output_token_details", "completion_tokens_details" ->
                    "output.";
            case "cached_tokens_details" -> "cached.";
            default -> "other.";
        };
    }

    private void count(JsonParser parser, String name) {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            fault(name + " is not an integer");
        } else if (parser.getStringLength() > MAX_DIGITS) {
            fault(name + " has more than " + MAX_DIGITS + " digits");
        } else if (parser.getLongValue() < 0) {
            fault(name + " is negative");
        } else if (numbers.size() < MAX_NUMBERS) {
            numbers.put(name, parser.getLongValue());
        }
    }

    private void seconds(JsonParser parser) {
        if (!parser.currentToken().isNumeric() || parser.getStringLength() > 2 * MAX_DIGITS) {
            fault("seconds is not a number");
            return;
        }
        BigDecimal seconds;
        try {
            seconds = new BigDecimal(parser.getString());
        } catch (NumberFormatException _) {
            fault("seconds is out of range"); // an exponent beyond 32 bits
            return;
        }
        // a fraction of millions of digits would be divided out for minutes
        boolean exact = Math.abs((long) seconds.scale()) <= 2 * MAX_DIGITS;
        if (!exact || seconds.signum() < 0 || seconds.compareTo(MAX_SECONDS) > 0) {
            fault("seconds is out of range");
        } else {
            numbers.put("seconds", seconds.setScale(0, RoundingMode.CEILING).longValueExact());
        }
    }

    private void fault(String why) {
        if (fault == null) {
            fault = why;
        }
    }

    private long number(String name) {
        return numbers.getOrDefault(name, -1L);
    }

    /** {@code own} is what we know ourselves and the answer does not say. */
    UsageReading reading(Surface surface, String tier, Usage own, UsageBounds bounds) {
        Usage.Builder usage = Usage.builder().tier(tier);
        own.nonZero().forEach(usage::set);
        boolean says = number("seconds") >= 0;
        usage.set(Dimension.SECOND, Math.max(0, number("seconds")));
        long in = Math.max(number("input_tokens"), number("prompt_tokens"));
        long out = Math.max(number("output_tokens"), number("completion_tokens"));
        if (in < 0 && surface == Surface.EMBEDDINGS) {
            in = number("total_tokens");
        }
        if (in >= 0) {
            says |= out >= 0 || surface == Surface.EMBEDDINGS;
            input(surface, in, usage);
            output(surface, Math.max(0, out), usage);
        }
        if (fault != null) {
            return new UsageReading.Implausible(usage.build(), fault, rawJson);
        }
        if (!says) {
            return UsageReading.MISSING;
        }
        String why = ChatUsage.excess(usage.build(), bounds);
        return why == null
                ? new UsageReading.Reported(usage.build(), rawJson)
                : new UsageReading.Implausible(usage.build(), why, rawJson);
    }

    private void input(Surface surface, long in, Usage.Builder usage) {
        boolean sound = surface == Surface.TRANSCRIPTIONS || surface == Surface.TRANSLATIONS;
        long cached = within(number("input.cached_tokens"), in);
        long left = in - cached;
        long audio = within(fresh("audio_tokens"), left);
        if (sound && number("input.audio_tokens") < 0 && number("input.text_tokens") < 0) {
            audio = left;
        }
        long image = within(fresh("image_tokens"), left - audio);
        usage.set(Dimension.CACHED_INPUT, cached)
                .set(Dimension.INPUT_AUDIO, audio)
                .set(Dimension.INPUT_IMAGE, image)
                .set(Dimension.INPUT, left - audio - image);
    }

    /** Of a modality, what was not cached. */
    private long fresh(String name) {
        return number("input." + name) - Math.max(0, number("input.cached." + name));
    }

    private void output(Surface surface, long out, Usage.Builder usage) {
        long reasoning = within(number("output.reasoning_tokens"), out);
        long left = out - reasoning;
        long image = within(number("output.image_tokens"), left);
        long audio = surface == Surface.SPEECH ? left : 0;
        boolean images = surface == Surface.IMAGE_GENERATIONS || surface == Surface.IMAGE_EDITS;
        if (images && !splitsOutput()) {
            image = left;
        }
        usage.set(Dimension.REASONING, reasoning)
                .set(Dimension.OUTPUT_IMAGE, image)
                .set(Dimension.OUTPUT_AUDIO, audio)
                .set(Dimension.OUTPUT, left - image - audio);
    }

    private static long within(long count, long left) {
        return Math.min(Math.max(0, count), left);
    }
}
