package dev.farebox.gateway.provider.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.exchange.Surface;
import dev.farebox.gateway.exchange.TokenFactors;
import dev.farebox.gateway.exchange.WholeAnswer;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A whole answer is an answer, an error in a 2xx, or garbage. */
class GeminiWholeAnswerTest {
    private static final String GOOD =
            """
            {"candidates":[{"content":{"parts":[{"text":"Let me think","thought":true},
             {"text":"Hi"},{"functionCall":{"name":"f","args":{"a":1}},"thoughtSignature":"QQ=="},
             {"inlineData":{"mimeType":"image/png","data":"AAAA"}}],"role":"model"},
             "finishReason":"STOP","index":0,"groundingMetadata":{"webSearchQueries":["q"]}}],
             "usageMetadata":{"promptTokenCount":7,"candidatesTokenCount":3,"totalTokenCount":10,
             "promptTokensDetails":[{"modality":"TEXT","tokenCount":7}]},"modelVersion":"gemini-3"}\
            """;

    @Test
    void an_answer_is_measured_and_metered() {
        WholeAnswer.Read answer = (WholeAnswer.Read) read(Surface.GENERATE, GOOD);
        assertThat(answer.summary().complete()).isTrue();
        // 12 + 2 + 1 + 7 bytes, one call, one picture
        assertThat(answer.summary().estimatedOutput()).isEqualTo(6 + 12 + 1100);
        assertThat(Recorded.usage(answer.summary().usage()))
                .hasToString("{grounding=1, input=7, output=3}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GENERATE | {'promptFeedback':{'blockReason':'SAFETY'},'usageMetadata':"
                        + "{'promptTokenCount':7}} | complete refused reported",
                "GENERATE | {'candidates':[{'finishReason':'RECITATION'}]} | complete refused"
                        + " missing",
                "GENERATE | {'candidates':[{'content':{'parts':[]}}]} | complete missing",
                "GENERATE | {'usageMetadata':{'promptTokenCount':7}} | complete reported",
                "GEMINI_COUNT_TOKENS | {'totalTokens':31} | complete reported",
                "GEMINI_EMBED | {'embedding':{'values':[0.1,-0.2]}} | complete missing",
                "GEMINI_EMBED | {'embedding':{'values':[0.1]},'usageMetadata':"
                        + "{'promptTokenCount':4,'promptTokenDetails':[{'modality':'TEXT',"
                        + "'tokenCount':4}]}} | complete reported",
                "GEMINI_BATCH_EMBED | {'embeddings':[{'values':[0.1]}],'usageMetadata':"
                        + "{'promptTokenCount':4,'totalTokenCount':4}} | complete reported",
                "GEMINI_BATCH_EMBED | {'embeddings':[]} | complete missing"
            })
    void each_surface_has_its_answer(Surface surface, String body, String words) {
        WholeAnswer answer = read(surface, body.replace('\'', '"'));
        assertThat(answer).isInstanceOf(WholeAnswer.Read.class);
        assertThat(Recorded.words(((WholeAnswer.Read) answer).summary())).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GENERATE | {}",
                "GENERATE | {'candidates':[]}",
                "GENERATE | {'candidates':7}",
                "GENERATE | []",
                "GENERATE | [{'candidates':[{}]}]",
                "GENERATE | 'text'",
                "GENERATE | <html></html>",
                "GENERATE | {'candidates':[{}]} {}",
                "GEMINI_COUNT_TOKENS | {}",
                "GEMINI_COUNT_TOKENS | {'totalTokens':null}",
                "GEMINI_EMBED | {'usageMetadata':{'promptTokenCount':1}}",
                "GEMINI_BATCH_EMBED | {'embeddings':null}"
            })
    void what_no_sdk_takes_for_an_answer_is_garbage(Surface surface, String body) {
        assertThat(read(surface, body.replace('\'', '"'))).isInstanceOf(WholeAnswer.Garbage.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'error':{'code':500,'message':'m','status':'INTERNAL'}} | 500",
                "[{'error':{'code':429,'message':'m'}}] | 429",
                "{'error':{'code':7}} | 0",
                "{'error':'no'} | 0"
            })
    void an_error_in_an_answer_of_success_is_a_failure(String body, int status) {
        for (Surface surface :
                new Surface[] {
                    Surface.GENERATE, Surface.GEMINI_COUNT_TOKENS, Surface.GEMINI_EMBED
                }) {
            WholeAnswer answer = read(surface, body.replace('\'', '"'));
            assertThat(((WholeAnswer.Failed) answer).fault().status()).isEqualTo(status);
        }
    }

    @Test
    void a_truncated_answer_is_garbage_and_a_damaged_one_is_something() {
        byte[] whole = GOOD.getBytes(UTF_8);
        for (int end = 0; end < whole.length; end++) {
            assertThat(read(Surface.GENERATE, Arrays.copyOf(whole, end)))
                    .isInstanceOf(WholeAnswer.Garbage.class);
        }
        long seed = 20261121;
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        int garbage = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] damaged = whole.clone();
            for (int i = 0; i <= round % 4; i++) {
                damaged[random.nextInt(damaged.length)] =
                        (byte) "{}[]\",:\\u0e-1 ".charAt(random.nextInt(14));
            }
            garbage += read(Surface.GENERATE, damaged) instanceof WholeAnswer.Garbage ? 1 : 0;
            assertThat(new GeminiProvider().decoder().whole(damaged)).isNotEmpty();
        }
        assertThat(garbage).as("seed %d", seed).isBetween(2_000, 19_500);
    }

    private static WholeAnswer read(Surface surface, String body) {
        return read(surface, body.getBytes(UTF_8));
    }

    private static WholeAnswer read(Surface surface, byte[] body) {
        return new GeminiProvider()
                .readWhole(
                        surface, body, "application/json", Recorded.request(1), TokenFactors.ROUGH);
    }
}
