package dev.farebox.gateway.provider.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.exchange.Surface;
import dev.farebox.gateway.exchange.TokenFactors;
import dev.farebox.gateway.exchange.UsageReading;
import dev.farebox.gateway.exchange.WholeAnswer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reported usage becomes disjoint counts; each row is worked by hand. */
class GeminiUsageTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "p:10 c:5 t:15 | {input=10, output=5}",
                // cached is part of the prompt
                "p:100 k:60 c:5 t:105 | {cached_input=60, input=40, output=5}",
                "p:100 k:100 c:5 t:105 | {cached_input=100, output=5}",
                "p:100 k:140 c:5 t:105 | {cached_input=140, output=5}",
                // tools read beside the prompt, thoughts are written beside the candidates
                "p:10 u:30 c:5 h:7 t:52 | {input=10, input_tool_result=30, output=5, reasoning=7}",
                // no candidates' count is none, where there is no content
                "p:10 t:10 | {input=10}",
                "p:10 h:64 t:74 | {input=10, reasoning=64}",
                "p:10 | {input=10}",
                "p:0 c:0 t:0 | {}",
                // more in the total than is itemised is output
                "p:10 c:5 h:7 t:30 | {input=10, output=13, reasoning=7}",
                // less says nothing
                "p:10 c:5 h:7 t:12 | {input=10, output=5, reasoning=7}",
                // unless it is what comes out when thoughts are among the candidates
                "p:10 c:50 h:44 t:60 | {input=10, output=6, reasoning=44}",
                "p:10 c:5 h:44 t:15 | {input=10, output=5, reasoning=44}",
                // modalities of the prompt
                "p:1000 c:1 pA:250 pI:258 pV:300 pT:192 | {input=192, input_audio=250,"
                        + " input_image=258, input_video=300, output=1}",
                // unexplained is text, and so are documents
                "p:1000 c:1 pA:250 pD:500 | {input=750, input_audio=250, output=1}",
                // more than the whole is cut, in this order: audio, picture, video
                "p:100 c:1 pA:70 pI:70 pV:70 | {input_audio=70, input_image=30, output=1}",
                // what was cached of a modality is not fresh
                "p:1000 k:600 c:1 pA:400 pT:600 kA:150 kT:450 | {cached_input=600, input=150,"
                        + " input_audio=250, output=1}",
                // without details of the cache the fresh part is of the modality as far as it goes
                "p:1000 k:900 c:1 pI:258 | {cached_input=900, input_image=100, output=1}",
                // modalities of the answer
                "p:10 c:1300 cI:1290 | {input=10, output=10, output_image=1290}",
                "p:10 c:60 cA:60 | {input=10, output_audio=60}",
                "p:10 c:60 cA:90 cI:9 | {input=10, output_audio=60}",
                // one modality in several entries
                "p:600 c:1 pI:258 pI:258 | {input=84, input_image=516, output=1}"
            })
    void counts_are_disjoint(String said, String counted) {
        var reading = read(json(said));
        assertThat(reading).isInstanceOf(UsageReading.Reported.class);
        assertThat(Recorded.usage(reading)).hasToString(counted);
    }

    @ParameterizedTest
    @CsvSource({
        "trafficType, ON_DEMAND, ''",
        "trafficType, TRAFFIC_TYPE_UNSPECIFIED, ''",
        "trafficType, ON_DEMAND_PRIORITY, priority",
        "trafficType, ON_DEMAND_FLEX, flex",
        "trafficType, PROVISIONED_THROUGHPUT, provisioned_throughput",
        "serviceTier, standard, ''",
        "serviceTier, unspecified, ''",
        "serviceTier, SERVICE_TIER_FLEX, flex",
        "serviceTier, SERVICE_TIER_STANDARD, ''",
        "serviceTier, SERVICE_TIER_UNSPECIFIED, ''",
        "serviceTier, priority, priority"
    })
    void the_tier_is_what_the_answer_says(String member, String word, String tier) {
        String json = "{\"promptTokenCount\":1,\"" + member + "\":\"" + word + "\"}";
        assertThat(((UsageReading.Reported) read(json)).usage().tier()).isEqualTo(tier);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"promptTokenCount\":-1",
                "\"promptTokenCount\":\"10\"",
                "\"promptTokenCount\":1.5",
                "\"promptTokenCount\":1e3",
                "\"promptTokenCount\":true",
                "\"promptTokenCount\":[10]",
                "\"promptTokenCount\":{}",
                "\"promptTokenCount\":9999999999999",
                "\"promptTokenCount\":1,\"candidatesTokenCount\":-5",
                "\"promptTokenCount\":1,\"thoughtsTokenCount\":\"x\"",
                "\"promptTokenCount\":1,\"promptTokensDetails\":[{\"tokenCount\":-1}]",
                "\"promptTokenCount\":66001",
                "\"promptTokenCount\":1,\"toolUsePromptTokenCount\":66000",
                "\"promptTokenCount\":1,\"candidatesTokenCount\":262147",
                "\"promptTokenCount\":1,\"thoughtsTokenCount\":262147",
                "\"promptTokenCount\":1,\"totalTokenCount\":999999999999"
            })
    void what_cannot_be_believed_is_put_aside(String members) {
        UsageReading reading = read("{" + members + "}");
        assertThat(reading).isInstanceOf(UsageReading.Implausible.class);
        assertThat(((UsageReading.Implausible) reading).rawJson()).isEqualTo("{" + members + "}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "7",
                "[]",
                "{}",
                "{\"totalTokenCount\":7}",
                "{\"candidatesTokenCount\":7}",
                "{\"promptTokenCount\":null}"
            })
    void what_does_not_say_what_went_in_is_no_report(String json) {
        assertThat(read(json)).isEqualTo(UsageReading.MISSING);
    }

    @Test
    void details_of_any_shape_are_survived() {
        String json =
                "{\"promptTokenCount\":9,\"promptTokensDetails\":[7,null,[],{},{\"modality\":7},"
                        + "{\"modality\":\"SMELL\",\"tokenCount\":3},{\"tokenCount\":null,"
                        + "\"modality\":\"AUDIO\",\"x\":{\"y\":[]}}],\"cacheTokensDetails\":{},"
                        + "\"trafficType\":[],\"serviceTier\":{\"a\":1}}";
        assertThat(Recorded.usage(read(json))).hasToString("{input=9}");
    }

    @Test
    void an_explicit_zero_is_a_report_whatever_was_received() {
        String body =
                "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"hello\"}]},\"finishReason\":"
                        + "\"STOP\"}],\"usageMetadata\":@}";
        String zero = "{\"promptTokenCount\":3,\"candidatesTokenCount\":0,\"totalTokenCount\":3}";
        assertThat(Recorded.usage(answer(body.replace("@", zero)))).hasToString("{input=3}");
        String silent = "{\"promptTokenCount\":3,\"totalTokenCount\":3}";
        assertThat(answer(body.replace("@", silent))).isEqualTo(UsageReading.MISSING);
    }

    private static UsageReading read(String usage) {
        return answer(
                "{\"candidates\":[{\"finishReason\":\"STOP\"}],\"usageMetadata\":" + usage + "}");
    }

    /** The request allows 66 000 tokens of input and 262 144 of output. */
    private static UsageReading answer(String body) {
        WholeAnswer answer =
                new GeminiProvider()
                        .readWhole(
                                Surface.GENERATE,
                                body.getBytes(UTF_8),
                                "application/json",
                                Recorded.request(1),
                                TokenFactors.ROUGH);
        return ((WholeAnswer.Read) answer).summary().usage();
    }

    /** The words of the table as usageMetadata. */
    private static String json(String said) {
        var json = new StringBuilder("{");
        var details =
                new StringBuilder[] {new StringBuilder(), new StringBuilder(), new StringBuilder()};
        for (String word : said.split(" ")) {
            String name = word.substring(0, word.indexOf(':'));
            String count = word.substring(word.indexOf(':') + 1);
            if (name.length() == 2) {
                details["pkc".indexOf(name.charAt(0))]
                        .append("{\"modality\":\"")
                        .append(modality(name.charAt(1)))
                        .append("\",\"tokenCount\":")
                        .append(count)
                        .append("},");
            } else {
                json.append('"').append(member(name)).append("\":").append(count).append(',');
            }
        }
        String[] names = {"promptTokensDetails", "cacheTokensDetails", "candidatesTokensDetails"};
        for (int i = 0; i < names.length; i++) {
            if (!details[i].isEmpty()) {
                details[i].setLength(details[i].length() - 1);
                json.append('"').append(names[i]).append("\":[").append(details[i]).append("],");
            }
        }
        json.setCharAt(json.length() - 1, '}');
        return json.toString();
    }

    private static String member(String name) {
        return switch (name) {
            case "p" -> "promptTokenCount";
            case "k" -> "cachedContentTokenCount";
            case "u" -> "toolUsePromptTokenCount";
            case "c" -> "candidatesTokenCount";
            case "h" -> "thoughtsTokenCount";
            case "t" -> "totalTokenCount";
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static String modality(char letter) {
        return switch (letter) {
            case 'A' -> "AUDIO";
            case 'I' -> "IMAGE";
            case 'V' -> "VIDEO";
            case 'D' -> "DOCUMENT";
            case 'T' -> "TEXT";
            default -> throw new IllegalArgumentException("" + letter);
        };
    }
}
