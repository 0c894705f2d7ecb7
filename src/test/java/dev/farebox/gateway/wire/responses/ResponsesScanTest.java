package dev.farebox.gateway.wire.responses;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.InputSize;
import dev.farebox.gateway.exchange.Scan;
import dev.farebox.gateway.exchange.ScanLimits;
import dev.farebox.gateway.exchange.Surface;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One scan finds what we act on, names the first fault, and leaves the rest to the upstream. */
class ResponsesScanTest {
    @Test
    void finds_model_stream_limit_and_key() {
        ClientRequest request =
                Scanned.request(
                        """
                        {"input":"hé","model":"gpt-5.6","stream":true,"max_output_tokens":900,\
                        "prompt_cache_key":"session-7","store":true,"unknown":{"x":[1]}}\
                        """);
        assertThat(request.model()).isEqualTo("gpt-5.6");
        assertThat(request.stream()).isTrue();
        assertThat(request.maxOutput()).hasValue(900);
        assertThat(request.affinity()).isEqualTo("session-7");
        assertThat(request.state()).isNull();
        assertThat(request.choices()).isEqualTo(1);
        assertThat(request.input()).isEqualTo(new InputSize(1, 3, 0, 0, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void measures_everything_that_is_sent() {
        ClientRequest request =
                Scanned.request(
                        """
                        {"model":"m","instructions":"Be brief.","tools":[{"type":"function"},{}],"input":[
                        {"type":"message","role":"user","content":[{"type":"input_text","text":"12345"},
                        {"type":"input_image","image_url":"data:image/png;base64,AAAA","detail":"low"},
                        {"type":"input_image","image_url":"https://example.com/x.png"},
                        {"type":"input_file","filename":"a.pdf","file_data":"data:application/pdf;base64,BBBBBBBB"}]},
                        {"type":"function_call","call_id":"c","name":"f","arguments":"{}"},
                        {"type":"function_call_output","call_id":"c","output":"ok"},
                        {"type":"additional_tools","role":"developer","tools":[{"a":1}]}]}\
                        """);
        InputSize size = request.input();
        // instructions 9, text 5, file name 5, name 1, arguments 2, output 2
        assertThat(size.textBytes()).isEqualTo(24);
        assertThat(size.messages()).isEqualTo(5);
        assertThat(size.tools()).isEqualTo(3);
        assertThat(size.toolBytes()).isEqualTo("[{\"type\":\"function\"},{}]".length() + 9);
        assertThat(size.images()).isEqualTo(2);
        assertThat(size.imageBytes()).isEqualTo("data:image/png;base64,AAAA".length());
        assertThat(size.files()).isEqualTo(1);
        assertThat(size.fileBytes()).isEqualTo("data:application/pdf;base64,BBBBBBBB".length());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"input":"x"}                                       | model               | missing_required_parameter
                    {"model":"m"}                                       | input               | missing_required_parameter
                    {"model":"m","input":[]}                            | input               | missing_required_parameter
                    {"model":"m","input":null}                          | input               | missing_required_parameter
                    {"model":7,"input":"x"}                             | model               | invalid_type
                    {"model":"","input":"x"}                            | model               | ``
                    {"model":"a\\u0000b","input":"x"}                   | model               | ``
                    {"model":"m","input":7}                             | input               | invalid_type
                    {"model":"m","input":[{},"x"]}                      | input[1]            | invalid_type
                    {"model":"m","input":"x","stream":1}                | stream              | invalid_type
                    {"model":"m","input":"x","tools":{}}                | tools               | invalid_type
                    {"model":"m","input":"x","instructions":1}          | instructions        | invalid_type
                    {"model":"m","input":"x","max_output_tokens":0}     | max_output_tokens   | integer_below_min_value
                    {"model":"m","input":"x","max_output_tokens":-5}    | max_output_tokens   | integer_below_min_value
                    {"model":"m","input":"x","max_output_tokens":9999999999999999999} | max_output_tokens | integer_above_max_value
                    {"model":"m","input":"x","max_output_tokens":1.5}   | max_output_tokens   | invalid_type
                    {"model":"m","input":"x","background":true}         | background          | unsupported_parameter
                    {"model":"m","input":"x","background":"yes"}        | background          | invalid_type
                    {"model":"m","input":"x","prompt":{"id":"pmpt_1"}}  | prompt              | unsupported_parameter
                    {"model":"m","input":"x","previous_response_id":7}  | previous_response_id | invalid_type
                    {"model":"m","input":"x","conversation":{}}         | conversation.id     | missing_required_parameter
                    {"model":"m","input":"x","conversation":{"id":[]}}  | conversation.id     | invalid_type
                    {"model":"m","input":"x","model":"n"}               | model               | ``
                    {"model":"m","input":"x","Background":true}         | Background          | ``
                    {"model":"m","input":"x","\\u017Ftream":true}       | ſtream              | ``
                    """)
    void names_the_first_fault(String body, String param, String code) {
        Scan.Invalid invalid = Scanned.invalid(body);
        assertThat(invalid.param()).isEqualTo(param);
        assertThat(invalid.code()).isEqualTo(code.isEmpty() ? null : code);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"model":"m","previous_response_id":"resp_1"}             | resp_1
                    {"model":"m","input":"x","conversation":"conv_1"}         | conv_1
                    {"model":"m","input":"x","conversation":{"id":"conv_2"}}  | conv_2
                    {"model":"m","conversation":null,"previous_response_id":"resp_2"} | resp_2
                    """)
    void says_whose_state_it_continues(String body, String state) {
        assertThat(Scanned.request(body).state()).isEqualTo(state);
    }

    @Test
    void nothing_that_is_null_is_a_fault() {
        ClientRequest request =
                Scanned.request(
                        """
                        {"model":"m","input":"x","stream":null,"tools":null,"max_output_tokens":null,\
                        "background":null,"prompt":null,"previous_response_id":null,"conversation":null,\
                        "instructions":null,"prompt_cache_key":null}\
                        """);
        assertThat(request.stream()).isFalse();
        assertThat(request.state()).isNull();
        assertThat(request.maxOutput()).isEmpty();
    }

    @Test
    void sessions_of_codex_stick_together_by_header() {
        byte[] body = "{\"model\":\"m\",\"input\":\"x\"}".getBytes(UTF_8);
        assertThat(affinity(body, Map.of("session-id", "s1", "x-client-request-id", "r1")))
                .isEqualTo("s1");
        assertThat(affinity(body, Map.of("x-client-request-id", "r1"))).isEqualTo("r1");
        assertThat(affinity(body, Map.of("session-id", "s".repeat(600)))).isEmpty();
        assertThat(affinity(body, Map.of())).isEmpty();
    }

    private static String affinity(byte[] body, Map<String, String> headers) {
        Scan scan = Scanned.WIRE.scan(Scanned.head(headers), body, ScanLimits.STANDARD);
        return ((Scan.Read) scan).request().affinity();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RESPONSES_INPUT_TOKENS", "RESPONSES_COMPACT"})
    void counts_and_compactions_are_never_streams(Surface surface) {
        ClientRequest request =
                Scanned.request(surface, "{\"model\":\"m\",\"input\":\"x\",\"stream\":false}");
        assertThat(request.stream()).isFalse();
        byte[] streamed = "{\"model\":\"m\",\"input\":\"x\",\"stream\":true}".getBytes(UTF_8);
        assertThat(Scanned.invalid(surface, streamed).param()).isEqualTo("stream");
    }

    @Test
    void only_the_models_name_changes_on_the_way_up() {
        ClientRequest request =
                Scanned.request("{ \"input\":\"x\", \"mod\\u0065l\" : \"m\\u0031\",\"a\":1e2 }\n");
        assertThat(request.model()).isEqualTo("m1");
        assertThat(new String(request.upstreamBody("up/\"x\""), UTF_8))
                .isEqualTo("{ \"input\":\"x\", \"mod\\u0065l\" : \"up/\\\"x\\\"\",\"a\":1e2 }\n");
        assertThat(request.upstreamBody("m1")).isSameAs(request.body());
    }
}
