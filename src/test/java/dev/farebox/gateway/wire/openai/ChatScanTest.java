package dev.farebox.gateway.wire.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.GatewayProblem;
import dev.farebox.gateway.exchange.InputSize;
import dev.farebox.gateway.exchange.Scan;
import dev.farebox.gateway.exchange.ScanLimits;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One scan finds what admission, funding and metering need. */
class ChatScanTest {
    @Test
    void finds_the_model_the_limit_and_the_hints() {
        ClientRequest request =
                scanned(
                        """
                        {"model": "acme/gpt:5", "messages": [{"role": "user", "content": "Hello"}],
                         "max_tokens": 100, "max_completion_tokens": 70, "n": 2, "temperature": 1e0,
                         "service_tier": "flex", "user": "u1", "prompt_cache_key": "k1",
                         "metadata": {"model": "other", "stream": true}, "stream": null}
                        """);
        assertThat(request.model()).isEqualTo("acme/gpt:5");
        assertThat(request.maxOutput()).isEqualTo(OptionalLong.of(70));
        assertThat(request.choices()).isEqualTo(2);
        assertThat(request.stream()).isFalse();
        assertThat(request.fixed().tier()).isEmpty(); // cheaper: only if the answer says so
        assertThat(request.affinity()).isEqualTo("k1");
    }

    @Test
    void has_the_documented_values_where_a_member_is_absent_or_null() {
        ClientRequest request =
                scanned(
                        "{\"model\":\"m\",\"messages\":[{}],\"n\":null,\"max_tokens\":null,\"tools\":null,"
                                + "\"user\":\"u\"}");
        assertThat(request.maxOutput()).isEmpty();
        assertThat(request.choices()).isEqualTo(1);
        assertThat(request.affinity()).isEqualTo("u");
        assertThat(request.fixed().tier()).isEmpty();
        assertThat(request.input()).isEqualTo(new InputSize(1, 0, 0, 0, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void counts_text_apart_from_media_and_tools() {
        String picture = "data:image/png;base64," + "A".repeat(5000);
        String sound = "B".repeat(300);
        String document = "data:application/pdf;base64," + "C".repeat(200);
        ClientRequest request =
                scanned(
                        """
                        {"messages":[
                          {"role":"system","content":"\\u00e9\\n"},
                          {"role":"user","content":[
                            {"type":"text","text":"four"},
                            {"type":"image_url","image_url":{"url":"%s","detail":"high"}},
                            {"type":"image_url","image_url":{"url":"https://example.com/a.png"}},
                            {"type":"input_audio","input_audio":{"data":"%s","format":"wav"}},
                            {"type":"file","file":{"filename":"a.pdf","file_data":"%s"}}]},
                          {"role":"assistant","tool_calls":[{"id":"c1","type":"function",
                             "function":{"name":"fn","arguments":"{}"}}]},
                          {"role":"tool","tool_call_id":"c1","content":"data:text"}],
                         "tools":[{"type":"function","function":{"name":"a"}},{}],
                         "model":"m"}
                        """
                                .formatted(picture, sound, document));
        InputSize size = request.input();
        assertThat(size.messages()).isEqualTo(4);
        assertThat(size.textBytes()).isEqualTo(3 + 4 + "a.pdf".length() + 2 + 2 + 9);
        assertThat(size.images()).isEqualTo(2);
        assertThat(size.imageBytes()).isEqualTo(picture.length());
        assertThat(size.audios()).isEqualTo(1);
        assertThat(size.audioBytes()).isEqualTo(300);
        assertThat(size.files()).isEqualTo(1);
        assertThat(size.fileBytes()).isEqualTo(document.length());
        assertThat(size.tools()).isEqualTo(2);
        assertThat(size.toolBytes())
                .isEqualTo("[{\"type\":\"function\",\"function\":{\"name\":\"a\"}},{}]".length());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"messages":[{}]}                                        | model | missing_required_parameter
                    {"model":null,"messages":[{}]}                           | model | invalid_type
                    {"model":7,"messages":[{}]}                              | model | invalid_type
                    {"model":"","messages":[{}]}                             | model |
                    {"model":"a\\u0000","messages":[{}]}                     | model |
                    {"model":"\\ud800","messages":[{}]}                      | model |
                    {"model":"m"}                                            | messages | missing_required_parameter
                    {"model":"m","messages":[]}                              | messages | empty_array
                    {"model":"m","messages":{}}                              | messages | invalid_type
                    {"model":"m","messages":"hi"}                            | messages | invalid_type
                    {"model":"m","messages":[{},"hi"]}                       | messages[1] | invalid_type
                    {"model":"m","messages":[[]]}                            | messages[0] | invalid_type
                    {"model":"m","messages":[{}],"stream":"true"}            | stream | invalid_type
                    {"model":"m","messages":[{}],"stream":1}                 | stream | invalid_type
                    {"model":"m","messages":[{}],"stream_options":true}      | stream_options | invalid_type
                    {"model":"m","messages":[{}],"stream_options":{"include_usage":1}} | stream_options.include_usage | invalid_type
                    {"model":"m","messages":[{}],"stream_options":{"include_usage":true,"include_usage":false}} | stream_options.include_usage |
                    {"model":"m","messages":[{}],"stream_options":{"Include_Usage":false}} | stream_options.Include_Usage |
                    {"model":"m","messages":[{}],"max_tokens":"9"}           | max_tokens | invalid_type
                    {"model":"m","messages":[{}],"max_tokens":1.5}           | max_tokens | invalid_type
                    {"model":"m","messages":[{}],"max_tokens":0}             | max_tokens | integer_below_min_value
                    {"model":"m","messages":[{}],"max_tokens":-4}            | max_tokens | integer_below_min_value
                    {"model":"m","messages":[{}],"max_completion_tokens":99999999999999999999} | max_completion_tokens | integer_above_max_value
                    {"model":"m","messages":[{}],"n":0}                      | n | integer_below_min_value
                    {"model":"m","messages":[{}],"n":129}                    | n | integer_above_max_value
                    {"model":"m","messages":[{}],"n":{}}                     | n | invalid_type
                    {"model":"m","messages":[{}],"tools":{}}                 | tools | invalid_type
                    {"model":"m","model":"n","messages":[{}]}                | model |
                    {"model":"m","mod\\u0065l":"n","messages":[{}]}          | model |
                    {"model":"m","Model":"n","messages":[{}]}                | Model |
                    {"model":"m","messages":[{}],"STREAM":true}              | STREAM |
                    {"model":"m","messages":[{}],"\\u017ftream":true}        | ſtream |
                    {"model":"m","messages":[{}],"max_to\\u212aens":9}       | max_to\u212Aens |
                    {"model":"m","messages":[{}],"x":1,"x":2}                | x |
                    {"model":"m","messages":[{}],"x":1,"\\u0078":2}          | x |
                    {"model":"m","messages":[{}],"x\\u0000":1}               | x? |
                    """)
    void names_the_parameter_at_fault(String body, String param, String code) {
        var invalid = (Scan.Invalid) scan(body);
        assertThat(invalid.param()).isEqualTo(param);
        assertThat(invalid.code()).isEqualTo(code);
        assertThat(invalid.message()).isNotBlank();
        assertThat(invalid.problem()).isInstanceOf(GatewayProblem.InvalidRequest.class);
    }

    @Test
    void says_what_was_expected_and_what_came() {
        var invalid = (Scan.Invalid) scan("{\"model\":[\"m\"],\"messages\":[{}]}");
        assertThat(invalid.message())
                .isEqualTo(
                        "Invalid type for 'model': expected a string, but got an array instead.");
    }

    @Test
    void a_body_that_cannot_be_read_is_worse_than_a_wrong_member() {
        var invalid = (Scan.Invalid) scan("{\"model\":7,\"messages\":[{]}");
        assertThat(invalid.code()).isEqualTo("invalid_json");
        assertThat(invalid.param()).isNull();
    }

    static ClientRequest scanned(String body) {
        Scan outcome = scan(body);
        assertThat(outcome).isInstanceOf(Scan.Read.class);
        return ((Scan.Read) outcome).request();
    }

    static Scan scan(String body) {
        return ChatScan.scan(body.getBytes(UTF_8), ScanLimits.STANDARD);
    }
}
