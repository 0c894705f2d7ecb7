package dev.farebox.usage;

/**
 * A metered dimension. Classes are disjoint: a cached token is never also counted as fresh input, a
 * reasoning token never also as output. The code is stored and never reused; the key is the public
 * name in price books and receipts.
 */
public enum Dimension {
    INPUT(1, "input"),
    CACHED_INPUT(2, "cached_input"),
    CACHE_WRITE(3, "cache_write"),
    CACHE_WRITE_1H(4, "cache_write_1h"),
    CACHE_WRITE_30M(5, "cache_write_30m"),
    CACHE_WRITE_12H(6, "cache_write_12h"),
    INPUT_AUDIO(7, "input_audio"),
    INPUT_IMAGE(8, "input_image"),
    INPUT_VIDEO(9, "input_video"),
    INPUT_TOOL_RESULT(10, "input_tool_result"),
    OUTPUT(20, "output"),
    REASONING(21, "reasoning"),
    OUTPUT_AUDIO(22, "output_audio"),
    OUTPUT_IMAGE(23, "output_image"),
    REQUEST(40, "request"),
    IMAGE(41, "image"),
    SECOND(42, "second"),
    CHARACTER(43, "character"),
    WEB_SEARCH(60, "web_search"),
    WEB_FETCH(61, "web_fetch"),
    CODE_EXECUTION(62, "code_execution"),
    FILE_SEARCH(63, "file_search"),
    GROUNDING(64, "grounding");

    private static final Dimension[] ALL = values();

    private final short code;
    private final String key;

    Dimension(int code, String key) {
        this.code = (short) code;
        this.key = key;
    }

    public short code() {
        return code;
    }

    public String key() {
        return key;
    }

    /** Tokens that count towards a long-context threshold and an input-token limit. */
    public boolean isInputToken() {
        return code < 20;
    }

    public boolean isOutputToken() {
        return code >= 20 && code < 40;
    }

    public static Dimension ofCode(int code) {
        for (Dimension dimension : ALL) {
            if (dimension.code == code) {
                return dimension;
            }
        }
        throw new IllegalArgumentException("no dimension has code " + code);
    }

    public static java.util.Optional<Dimension> ofKey(String key) {
        for (Dimension dimension : ALL) {
            if (dimension.key.equals(key)) {
                return java.util.Optional.of(dimension);
            }
        }
        return java.util.Optional.empty();
    }
}
