package dev.farebox.json;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.core.json.JsonFactory;

/** Readers and writers of JSON text. Thread-safe. */
public final class Json {
    private static final JsonFactory PLAIN = factory(100, 128);

    private Json() {}

    /**
     * A strict factory for UTF-8 only, with bounds for what others send. Lengths of strings are not
     * bounded: the whole text is.
     */
    public static JsonFactory factory(int maxDepth, int maxNumberLength) {
        return factory(maxDepth, maxNumberLength, Long.MAX_VALUE);
    }

    /** The same with at most so many tokens in one text. */
    static JsonFactory factory(int maxDepth, int maxNumberLength, long maxTokens) {
        var constraints =
                StreamReadConstraints.builder()
                        .maxNestingDepth(maxDepth)
                        .maxNumberLength(maxNumberLength)
                        .maxStringLength(Integer.MAX_VALUE)
                        .maxNameLength(50_000)
                        .maxTokenCount(maxTokens)
                        .build();
        return JsonFactory.builder()
                .streamReadConstraints(constraints)
                .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
                .build();
    }

    /** A parser with bounds that suit any honest message; token locations count from 0. */
    public static JsonParser parser(byte[] bytes, int offset, int length) {
        return PLAIN.createParser(ObjectReadContext.empty(), bytes, offset, length);
    }

    /** What {@code content} writes, as UTF-8. */
    public static byte[] bytes(Consumer<JsonGenerator> content) {
        var out = new ByteArrayOutputStream(256);
        try (JsonGenerator generator = PLAIN.createGenerator(ObjectWriteContext.empty(), out)) {
            content.accept(generator);
        }
        return out.toByteArray();
    }

    /** A JSON string with its quotes, as UTF-8. */
    public static byte[] quoted(String text) {
        String escaped = new String(JsonStringEncoder.getInstance().quoteAsCharArray(text));
        return ('"' + escaped + '"').getBytes(StandardCharsets.UTF_8);
    }
}
