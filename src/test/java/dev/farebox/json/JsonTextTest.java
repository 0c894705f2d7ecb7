package dev.farebox.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;

/** JsonText measures in place what a parser finds by decoding. */
class JsonTextTest {
    private static final String[] PIECES = {
        "a",
        "plain words ",
        "\\n",
        "\\\"",
        "\\\\",
        "\\u0041",
        "\\u00e9",
        "\\u4f60",
        "\\ud83d\\ude00",
        "é",
        "日本",
        "😀",
        "\\/",
        "\\u000A",
        "\"",
        "\n",
        "\\x",
        "\\u12",
        "\\u12G4",
        "\t",
        "\u007f",
        "\\",
        "\u2028"
    };

    @Test
    void measures_what_the_parser_decodes_and_refuses_what_the_parser_refuses() {
        long seed = 20261121;
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        int valid = 0;
        for (int round = 0; round < 50_000; round++) {
            var inside = new StringBuilder();
            int pieces = random.nextInt(12);
            int from = random.nextInt(4) == 0 ? PIECES.length : 14;
            for (int i = 0; i < pieces; i++) {
                inside.append(PIECES[random.nextInt(from)]);
            }
            byte[] json = ('"' + inside.toString() + '"').getBytes(UTF_8);
            int expected = decoded(json);
            assertThat(JsonText.checkedLength(json, 1, json.length - 1))
                    .as("%s, seed %d round %d", inside, seed, round)
                    .isEqualTo(expected);
            if (expected >= 0) {
                valid++;
                assertThat(JsonText.closingQuote(json, 0, json.length)).isEqualTo(json.length - 1);
                assertThat(JsonText.decodedLength(json, 1, json.length - 1)).isEqualTo(expected);
            }
        }
        assertThat(valid).isGreaterThan(10_000);
    }

    @Test
    void says_where_a_string_that_never_closes_ends() {
        byte[] open = "\"abcdefghijkl\\\"".getBytes(UTF_8);
        assertThat(JsonText.closingQuote(open, 0, open.length)).isEqualTo(open.length);
        byte[] escape = "\"abcdefg\\".getBytes(UTF_8);
        assertThat(JsonText.closingQuote(escape, 0, escape.length)).isEqualTo(escape.length);
    }

    /**
     * Its UTF-8; half a surrogate pair, which has none, counts as half of the pair's four bytes.
     */
    private static int length(String text) {
        return text.codePoints()
                .map(c ->
                        c >= 0xD800 && c < 0xE000
                                ? 2
                                : Character.toString(c).getBytes(UTF_8).length)
                .sum();
    }

    /** The length of the one string that the text is, or -1. */
    private static int decoded(byte[] json) {
        try (var parser = Json.parser(json, 0, json.length)) {
            parser.nextToken();
            String text = parser.getString();
            return parser.nextToken() == null ? length(text) : -1;
        } catch (JacksonException _) {
            return -1;
        }
    }
}
