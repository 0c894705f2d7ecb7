package dev.farebox.gateway.provider.responses;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.exchange.AnswerSummary;
import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.InputSize;
import dev.farebox.gateway.exchange.Refusal;
import dev.farebox.gateway.exchange.Surface;
import dev.farebox.gateway.exchange.TokenFactors;
import dev.farebox.gateway.exchange.UsageReading;
import dev.farebox.gateway.exchange.WholeAnswer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A whole response is read for what it costs, or is a failure, or nothing that can be read. */
class WholeResponseTest {
    private static final ResponsesProvider PROVIDER = new ResponsesProvider();
    private static final String MESSAGE =
            "\"output\":[{\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\"12345678\"}]}]";

    /** Each row worked out by hand: what OpenAI reports, what that is in disjoint counts. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"input_tokens":100,"output_tokens":50,"total_tokens":150}                                                       | {} | input=100 output=50
                    {"input_tokens":100,"output_tokens":50,"input_tokens_details":{"cached_tokens":100}}                              | {} | cached_input=100 output=50
                    {"input_tokens":100,"output_tokens":50,"input_tokens_details":{"cached_tokens":80,"cache_write_tokens":60}}       | {} | cached_input=80 cache_write=60 output=50
                    {"input_tokens":100,"output_tokens":50,"input_tokens_details":{"cached_tokens":10,"cache_write_tokens":60}}       | {} | input=30 cached_input=10 cache_write=60 output=50
                    {"input_tokens":100,"output_tokens":5,"input_tokens_details":{"cache_write_tokens":60,"cache_write_tokens_details":{"ttl_30m_tokens":20,"ttl_12h_tokens":30}}} | {} | input=40 cache_write=10 cache_write_30m=20 cache_write_12h=30 output=5
                    {"input_tokens":100,"output_tokens":50,"output_tokens_details":{"reasoning_tokens":50}}                           | {} | input=100 reasoning=50
                    {"input_tokens":100,"output_tokens":2,"total_tokens":422,"output_tokens_details":{"reasoning_tokens":320}}        | {} | input=100 output=2 reasoning=320
                    {"input_tokens":0,"output_tokens":0,"total_tokens":0}                                                            | {} | ``
                    {"input_tokens":100,"output_tokens":50,"input_tokens_details":null,"output_tokens_details":null}                  | {} | input=100 output=50
                    {"input_tokens":100,"output_tokens":50}  | {"web_search":{"num_requests":3}}                                       | input=100 output=50 web_search=3
                    {"input_tokens":100,"output_tokens":50}  | {"web_search":{"num_requests":0},"image_gen":null}                      | input=100 output=50
                    {"input_tokens":100,"output_tokens":50}  | {"image_gen":{"input_tokens":30,"input_tokens_details":{"image_tokens":20,"text_tokens":10},"output_tokens":1000,"total_tokens":1030}} | input=110 input_image=20 output=50 output_image=1000
                    {"input_tokens":100,"output_tokens":50}  | {"image_gen":{"input_tokens":30,"cached_tokens":12,"output_tokens":1000,"output_tokens_details":{"image_tokens":990,"text_tokens":10}}} | input=118 cached_input=12 output=60 output_image=990
                    {"input_tokens":"100","output_tokens":50}                                                                        | {} | implausible: input_tokens is not an integer
                    {"input_tokens":1e2,"output_tokens":50}                                                                          | {} | implausible: input_tokens is not an integer
                    {"input_tokens":-1,"output_tokens":50}                                                                           | {} | implausible: input_tokens is negative
                    {"input_tokens":100,"output_tokens":9999999999999}                                                               | {} | implausible: output_tokens has more than 12 digits
                    {"input_tokens":100,"output_tokens":300000}                                                                      | {} | implausible: 300000 output tokens, where the answer can hold at most 262152
                    {"input_tokens":100,"output_tokens":50}  | {"web_search":{"num_requests":-3}}                                      | implausible: num_requests is not a count
                    {"input_tokens":100,"output_tokens":50}  | {"web_search":{"num_requests":"3"}}                                     | implausible: num_requests is not a count
                    {"input_tokens":100,"output_tokens":50}  | {"image_gen":{"input_tokens":-30,"output_tokens":10}}                   | implausible: image_gen: input_tokens is negative
                    {"input_tokens":100,"output_tokens":50}  | {"image_gen":{"input_tokens":30,"output_tokens":900000}}                | implausible: more tokens for pictures than the answer can hold
                    {"input_tokens":100}                                                                                             | {} | missing
                    {"output_tokens":50}                                                                                             | {} | missing
                    null                                                                                                             | {} | missing
                    []                                                                                                               | {} | missing
                    """)
    void usage(String usage, String tools, String expected) {
        String body =
                "{\"status\":\"completed\","
                        + MESSAGE
                        + ",\"usage\":"
                        + usage
                        + ",\"tool_usage\":"
                        + tools
                        + "}";
        assertThat(said(read(Surface.RESPONSES, body, Recorded.request()))).isEqualTo(expected);
        String compacted =
                "{\"object\":\"response.compaction\","
                        + MESSAGE
                        + ",\"usage\":"
                        + usage
                        + ",\"tool_usage\":"
                        + tools
                        + "}";
        assertThat(said(read(Surface.RESPONSES_COMPACT, compacted, Recorded.request())))
                .isEqualTo(expected);
    }

    /** In the order of the dimensions, unlike the expectations of recordings. */
    private static String said(WholeAnswer answer) {
        AnswerSummary summary = ((WholeAnswer.Read) answer).summary();
        assertThat(summary.complete()).isTrue();
        assertThat(summary.estimatedOutput()).isEqualTo(2);
        return switch (summary.usage()) {
            case UsageReading.Missing _ -> "missing";
            case UsageReading.Implausible(_, var why, _) -> "implausible: " + why;
            case UsageReading.Reported(var usage, _, _) ->
                    usage.nonZero().entrySet().stream()
                            .map(entry -> entry.getKey().key() + "=" + entry.getValue())
                            .collect(Collectors.joining(" "));
        };
    }

    @ParameterizedTest
    @CsvSource({
        "'', default",
        "'', auto",
        "priority, priority",
        "flex, flex",
        "fast, fast",
        "'', "
    })
    void the_tier_is_the_answers(String expected, String tier) {
        String body =
                "{"
                        + MESSAGE
                        + ",\"service_tier\":"
                        + (tier == null ? "null" : "\"" + tier + "\"")
                        + ",\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}";
        var summary =
                ((WholeAnswer.Read) read(Surface.RESPONSES, body, Recorded.request())).summary();
        assertThat(summary.usage())
                .isInstanceOfSatisfying(
                        UsageReading.Reported.class,
                        reported -> assertThat(reported.usage().tier()).isEqualTo(expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"status":"completed","output":[]}                                                | read
                    {"output":[]}                                                                     | read
                    {"status":"incomplete","incomplete_details":{"reason":"max_output_tokens"},"output":[]} | read
                    {"status":"incomplete","incomplete_details":{"reason":"content_filter"},"output":[]} | refused
                    {"output":[{"type":"message","content":[{"type":"refusal","refusal":"No."}]}]}    | refused
                    {"status":"failed","error":{"code":"server_error","message":"It broke."},"output":[]} | failed server_error
                    {"status":"failed","output":[]}                                                   | failed null
                    {"error":{"message":"Nope","type":"x","code":"y"}}                                | failed y
                    {"status":"queued","output":[]}                                                   | garbage
                    {"status":"in_progress","output":[]}                                              | garbage
                    {"status":"completed"}                                                            | garbage
                    {"output":"text"}                                                                 | garbage
                    {}                                                                                | garbage
                    []                                                                                | garbage
                    <html>                                                                            | garbage
                    {"output":[]} {}                                                                  | garbage
                    """)
    void is_one_of_three(String body, String expected) {
        assertThat(words(read(Surface.RESPONSES, body, Recorded.request()))).isEqualTo(expected);
    }

    private static String words(WholeAnswer answer) {
        return switch (answer) {
            case WholeAnswer.Read(var summary) -> summary.refused() ? "refused" : "read";
            case WholeAnswer.Failed(var fault) -> "failed " + fault.code();
            case WholeAnswer.Garbage _ -> "garbage";
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"object":"response.input_tokens","input_tokens":11} | read
                    {"input_tokens":"11"}                                | garbage
                    {"output":[]}                                        | garbage
                    {"error":{"code":"bad","message":"x"}}               | failed bad
                    """)
    void a_count_of_tokens_costs_nothing(String body, String expected) {
        WholeAnswer answer = read(Surface.RESPONSES_INPUT_TOKENS, body, Recorded.request());
        assertThat(words(answer)).isEqualTo(expected);
        if (answer instanceof WholeAnswer.Read(var summary)) {
            assertThat(Recorded.usage(summary)).isEqualTo("missing");
            assertThat(summary.estimatedOutput()).isZero();
        }
    }

    /** What an earlier response, a stored file or a search brings along cannot be seen by us. */
    @Test
    void what_is_read_unseen_is_believed_up_to_the_largest_context() {
        String body = "{" + MESSAGE + ",\"usage\":{\"input_tokens\":900000,\"output_tokens\":1}}";
        String searched =
                body.replace("\"output\":[", "\"output\":[{\"type\":\"web_search_call\"},");
        ClientRequest plain = Recorded.request();
        ClientRequest withFile = Recorded.request(new InputSize(1, 400, 0, 0, 0, 0, 0, 0, 1, 0));
        assertThat(first(body, plain)).startsWith("implausible");
        assertThat(first(body, plain.continuing("resp_1"))).startsWith("{input=900000");
        assertThat(first(body, withFile)).startsWith("{input=900000");
        assertThat(first(searched, plain)).startsWith("{input=900000");
        assertThat(first(searched.replace("900000", "3000000"), plain)).startsWith("implausible");
    }

    private static String first(String body, ClientRequest request) {
        WholeAnswer answer = read(Surface.RESPONSES, body, request);
        return Recorded.usage(((WholeAnswer.Read) answer).summary()).toString();
    }

    static Stream<Recorded> recordings() throws Exception {
        return Recorded.all();
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void a_damaged_stream_is_read_or_is_garbage_and_never_breaks_us(Recorded recorded) {
        long seed = 20261121;
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int round = 0; round < 200; round++) {
            byte[] damaged = recorded.stream().clone();
            for (int i = 0; i <= round % 5; i++) {
                damaged[random.nextInt(damaged.length)] =
                        (byte)
                                (round % 2 == 0
                                        ? random.nextInt()
                                        : "{}[]\",:\\u0e-1 ".charAt(random.nextInt(14)));
            }
            var reading = new Recorded.Reading();
            reading.feed(damaged, 0, damaged.length);
            reading.end();
            assertThat(reading.reader.estimatedOutput()).isNotNegative();
            byte[] whole =
                    Arrays.copyOfRange(damaged, Math.min(30, damaged.length), damaged.length);
            read(Surface.RESPONSES, new String(whole, UTF_8), Recorded.request());
            PROVIDER.decoder().whole(whole);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    429 | {"error":{"type":"insufficient_quota","code":"credit_balance_exhausted","message":"x"}} | FUNDS
                    429 | {"error":{"type":"requests","code":"rate_limit_exceeded","message":"x"}}                | RATE_LIMITED
                    401 | {"error":{"code":"invalid_api_key","message":"x"}}                                     | CREDENTIAL
                    404 | {"error":{"code":"model_not_found","message":"x"}}                                     | MODEL
                    400 | {"error":{"code":"invalid_prompt","message":"x"}}                                      | REQUEST
                    503 | {"error":{"code":"server_is_overloaded","message":"x"}}                                | FAILING
                    """)
    void refusals_are_judged(int status, String body, Refusal.Kind kind) {
        assertThat(PROVIDER.judge(status, body.getBytes(UTF_8), Optional.empty()).kind())
                .isEqualTo(kind);
    }

    @Test
    void it_serves_three_places() {
        assertThat(PROVIDER.speaks()).hasSize(3).contains(PROVIDER.conversation());
        assertThat(PROVIDER.path(Surface.RESPONSES, "m", true)).isEqualTo("/responses");
        assertThat(PROVIDER.path(Surface.RESPONSES_COMPACT, "m", false))
                .isEqualTo("/responses/compact");
        assertThat(PROVIDER.path(Surface.RESPONSES_INPUT_TOKENS, "m", false))
                .isEqualTo("/responses/input_tokens");
        assertThat(
                        PROVIDER.headers(
                                Surface.RESPONSES, Optional.of("sk-up"), Recorded.request().head()))
                .containsExactly(Map.entry("authorization", "Bearer sk-up"));
    }

    private static WholeAnswer read(Surface surface, String body, ClientRequest request) {
        return PROVIDER.readWhole(
                surface, body.getBytes(UTF_8), "application/json", request, TokenFactors.ROUGH);
    }
}
