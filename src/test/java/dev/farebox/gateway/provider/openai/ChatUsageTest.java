package dev.farebox.gateway.provider.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.exchange.UsageBounds;
import dev.farebox.gateway.exchange.UsageReading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One usage object, any vendor's, is read to disjoint counts or not believed. */
class ChatUsageTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    "prompt_tokens":10,"completion_tokens":4,"total_tokens":14                    | input=10, output=4
                    "prompt_tokens":10,"completion_tokens":4                                      | input=10, output=4
                    "prompt_tokens":10,"total_tokens":14                                          | input=10, output=4
                    "prompt_tokens":10,"total_tokens":10                                          | input=10
                    "prompt_tokens":10,"completion_tokens":4,"total_tokens":0                     | input=10, output=4
                    "prompt_tokens":0,"completion_tokens":0,"total_tokens":0                      |
                    "prompt_tokens":10,"completion_tokens":4,"prompt_tokens_details":null         | input=10, output=4
                    "prompt_tokens":10,"completion_tokens":0,"prompt_tokens_details":{"cached_tokens":10} | cached_input=10
                    "prompt_tokens":10,"completion_tokens":0,"prompt_tokens_details":{"cached_tokens":12} | cached_input=12
                    "prompt_tokens":10,"completion_tokens":0,"prompt_tokens_details":{"cached_tokens":null},"cached_tokens":3 | input=7, cached_input=3
                    "prompt_tokens":10,"completion_tokens":0,"prompt_cache_hit_tokens":3,"prompt_cache_miss_tokens":7 | input=7, cached_input=3
                    "prompt_tokens":10,"completion_tokens":0,"prompt_tokens_details":{"cached_tokens":4,"cache_write_tokens":5} | input=1, cached_input=4, cache_write=5
                    "prompt_tokens":10,"completion_tokens":0,"prompt_tokens_details":{"cached_tokens":8,"audio_tokens":6} | cached_input=8, input_audio=2
                    "prompt_tokens":10,"completion_tokens":9,"completion_tokens_details":{"reasoning_tokens":6,"audio_tokens":2,"image_tokens":1} | input=10, reasoning=6, output_audio=2, output_image=1
                    "prompt_tokens":10,"completion_tokens":9,"completion_tokens_details":{"reasoning_tokens":6,"audio_tokens":5} | input=10, reasoning=6, output_audio=3
                    "prompt_tokens":12,"completion_tokens":2,"total_tokens":334,"completion_tokens_details":{"reasoning_tokens":320} | input=12, output=2, reasoning=320
                    "prompt_tokens":12,"completion_tokens":2,"completion_tokens_details":{"reasoning_tokens":320} | input=12, output=2, reasoning=320
                    "prompt_tokens":12,"completion_tokens":2,"total_tokens":50                    | input=12, output=38
                    "prompt_tokens":12,"completion_tokens":20,"completion_tokens_details":{"rejected_prediction_tokens":9} | input=12, output=20
                    "prompt_tokens":1,"completion_tokens":1,"new":{"prompt_tokens":5,"x":[{"y":1}]},"z":[1] | input=1, output=1
                    """)
    void is_reported_as(String members, String units) {
        assertThat(read(members)).isInstanceOf(UsageReading.Reported.class);
        var reported = (UsageReading.Reported) read(members);
        String expected = units == null ? "" : units;
        String found =
                reported.usage().nonZero().entrySet().stream()
                        .map(entry -> entry.getKey().key() + "=" + entry.getValue())
                        .reduce((a, b) -> a + ", " + b)
                        .orElse("");
        assertThat(found).isEqualTo(expected);
        assertThat(reported.rawJson()).isEqualTo("{" + members + "}");
    }

    @Test
    void what_is_too_long_to_keep_is_kept_not_at_all_rather_than_in_part() {
        String members = "\"prompt_tokens\":1,\"completion_tokens\":1,\"x\":\"";
        int most = 4096 - members.length() - 3;
        var whole = (UsageReading.Reported) read(members + "y".repeat(most) + "\"");
        assertThat(whole.rawJson()).hasSize(4096).endsWith("\"}");
        var longer = (UsageReading.Reported) read(members + "y".repeat(most + 1) + "\"");
        assertThat(longer.rawJson()).isEmpty();
        assertThat(longer.usage()).isEqualTo(whole.usage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    "prompt_tokens":-1,"completion_tokens":4            | prompt_tokens is negative
                    "prompt_tokens":10,"completion_tokens":"4"          | completion_tokens is not an integer
                    "prompt_tokens":10.5,"completion_tokens":4          | prompt_tokens is not an integer
                    "prompt_tokens":1e3,"completion_tokens":4           | prompt_tokens is not an integer
                    "prompt_tokens":true,"completion_tokens":4          | prompt_tokens is not an integer
                    "prompt_tokens":[1],"completion_tokens":4           | prompt_tokens is not an integer
                    "prompt_tokens":10,"completion_tokens":99999999999999999999 | completion_tokens has more than 12 digits
                    "prompt_tokens":10,"completion_tokens":4,"prompt_tokens_details":{"cached_tokens":-3} | cached_tokens is negative
                    "prompt_tokens":2001,"completion_tokens":4          | 2001 input tokens, where the request can hold at most 2000
                    "prompt_tokens":10,"completion_tokens":0,"prompt_tokens_details":{"cached_tokens":5000} | 5000 input tokens, where the request can hold at most 2000
                    "prompt_tokens":10,"completion_tokens":4,"total_tokens":999999 | 999989 output tokens, where the answer can hold at most 1000
                    """)
    void is_not_believed(String members, String why) {
        assertThat(read(members)).isInstanceOf(UsageReading.Implausible.class);
        assertThat(((UsageReading.Implausible) read(members)).why()).isEqualTo(why);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    `` | 0
                    "total_tokens":10 | 0
                    "completion_tokens":10 | 0
                    "prompt_tokens":10 | 0
                    "prompt_tokens":null,"completion_tokens":null | 0
                    """)
    void does_not_say_enough(String members, int ignored) {
        assertThat(read(members)).as("%d", ignored).isEqualTo(UsageReading.MISSING);
    }

    private static UsageReading read(String members) {
        return ChatUsage.read(("{" + members + "}").getBytes(UTF_8), new UsageBounds(2000, 1000));
    }
}
