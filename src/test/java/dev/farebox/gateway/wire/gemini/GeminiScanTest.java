package dev.farebox.gateway.wire.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.exchange.InputSize;
import dev.farebox.gateway.exchange.RequestHead;
import dev.farebox.gateway.exchange.Scan;
import dev.farebox.gateway.exchange.ScanLimits;
import dev.farebox.gateway.exchange.Surface;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A scan finds what admission, routing and metering need, and refuses what two could read apart.
 */
class GeminiScanTest {
    private static final String HI =
            "\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}]";

    @Test
    void the_path_names_the_model_and_the_stream() {
        var request = Heads.read(Heads.stream(), "{" + HI + "}");
        assertThat(request.model()).isEqualTo("gemini-x");
        assertThat(request.stream()).isTrue();
        assertThat(request.wantsUsage()).isTrue();
        assertThat(request.choices()).isEqualTo(1);
        assertThat(request.maxOutput()).isEqualTo(OptionalLong.empty());
        assertThat(request.affinity()).isEmpty();
        assertThat(request.upstreamBody("other")).isSameAs(request.body());
        assertThat(Heads.read(Surface.GENERATE, "{" + HI + "}").stream()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "models/gemini-x, gemini-x",
        "gemini-x, gemini-x",
        "tunedModels/mine-7, tunedModels/mine-7",
        "publishers/google/models/gemini-x, publishers/google/models/gemini-x"
    })
    void a_model_is_what_the_path_says_without_its_collection(String path, String model) {
        var request = Heads.read(Heads.whole(Surface.GENERATE, path), "{" + HI + "}");
        assertThat(request.model()).isEqualTo(model);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "models/", "a\nb", "a\u0000"})
    void a_path_without_a_printable_model_is_refused(String path) {
        Scan scan =
                new GeminiWire()
                        .scan(
                                Heads.whole(Surface.GENERATE, path),
                                ("{" + HI + "}").getBytes(UTF_8),
                                ScanLimits.STANDARD);
        assertThat(((Scan.Invalid) scan).param()).isEqualTo("model");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"generationConfig\":{\"maxOutputTokens\":700,\"candidateCount\":2}",
                "\"generation_config\":{\"max_output_tokens\":700,\"candidate_count\":2}",
                "\"generation_config\":{\"maxOutputTokens\":\"700\",\"candidate_count\":\"2\"}",
                "\"generationConfig\":{\"maxOutputTokens\":7e2,\"candidateCount\":2.0}"
            })
    void limits_are_found_in_every_spelling(String config) {
        var request = Heads.read(Surface.GENERATE, "{" + HI + "," + config + "}");
        assertThat(request.maxOutput()).hasValue(700);
        assertThat(request.choices()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "0", "\"0\""})
    void a_limit_that_is_as_good_as_unset_is_none(String value) {
        String config =
                "\"generationConfig\":{\"maxOutputTokens\":@,\"candidateCount\":@}"
                        .replace("@", value);
        var request = Heads.read(Surface.GENERATE, "{" + HI + "," + config + "}");
        assertThat(request.maxOutput()).isEmpty();
        assertThat(request.choices()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | contents",
                "{'contents':[]} | contents",
                "{'contents':null} | contents",
                "{'contents':'hi'} | contents",
                "{'contents':['hi']} | contents[0]",
                "{HI,'contents':[{}]} | contents",
                "{HI,'systemInstruction':{},'system_instruction':{}} | system_instruction",
                "{HI,'generationConfig':{'maxOutputTokens':1},'generation_config':{}} |"
                        + " generation_config",
                "{HI,'generationConfig':{'maxOutputTokens':1,'max_output_tokens':9}} |"
                        + " generationConfig.max_output_tokens",
                "{HI,'GenerationConfig':{'maxOutputTokens':1}} | GenerationConfig",
                "{HI,'generationConfig':{'MaxOutputTokens':1}} | generationConfig.MaxOutputTokens",
                "{HI,'generationConfig':{'max_OutputTokens':1}} |"
                        + " generationConfig.max_OutputTokens",
                "{HI,'generationConfig':7} | generationConfig",
                "{HI,'generationConfig':{'maxOutputTokens':-1}} | generationConfig.maxOutputTokens",
                "{HI,'generationConfig':{'maxOutputTokens':1.5}} |"
                        + " generationConfig.maxOutputTokens",
                "{HI,'generationConfig':{'maxOutputTokens':'many'}} |"
                        + " generationConfig.maxOutputTokens",
                "{HI,'generationConfig':{'maxOutputTokens':1e999999999}} |"
                        + " generationConfig.maxOutputTokens",
                "{HI,'generationConfig':{'maxOutputTokens':[]}} | generationConfig.maxOutputTokens",
                "{HI,'generationConfig':{'candidateCount':129}} | generationConfig.candidateCount",
                "{HI,'cachedContent':7} | cachedContent",
                "{HI,'tools':7} | tools",
                "{HI,'tools':[7]} | tools[0]",
                "{HI,'model':'models/other'} | model",
                "{HI,'model':7} | model"
            })
    void what_is_wrong_or_could_be_read_in_two_ways_is_refused_by_name(String body, String param) {
        String json = body.replace('\'', '"').replace("HI", HI);
        assertThat(Heads.refused(Surface.GENERATE, json).param()).isEqualTo(param);
    }

    @Test
    void unknown_members_are_the_upstreams_to_judge() {
        String body = "{" + HI + ",\"future_thing\":{\"a\":[1,{}]},\"labels\":null}";
        var request = Heads.read(Surface.GENERATE, body);
        assertThat(new String(request.upstreamBody("up"), UTF_8)).isEqualTo(body);
    }

    @Test
    void what_is_sent_is_measured_by_kind() {
        String body =
                """
                {"system_instruction":{"parts":[{"text":"1234"}]},
                 "contents":[
                  {"role":"user","parts":[
                    {"text":"h\\u00e9 \\n"},
                    {"inlineData":{"mimeType":"image/png","data":"AAAA"}},
                    {"inline_data":{"data":"BBBBBBBB","mime_type":"audio/wav"}},
                    {"inlineData":{"mimeType":"application/pdf","data":"CC"}}]},
                  {"role":"model","parts":[{"functionCall":{"id":"x1","name":"f","args":{"q":"ab"}}}]},
                  {"role":"user","parts":[{"functionResponse":{"name":"f","response":{"r":"abc"}}}]}],
                 "tools":[{"functionDeclarations":[{"name":"f"},{"name":"g"}]},{"googleSearch":{}}]}
                """;
        // texts: 1234, hé_newline (5), f, ab, f, abc
        assertThat(Heads.read(Surface.GENERATE, body).input())
                .isEqualTo(
                        new InputSize(
                                4,
                                4 + 5 + 1 + 2 + 1 + 3,
                                3,
                                "{\"functionDeclarations\":[{\"name\":\"f\"},{\"name\":\"g\"}]}"
                                                .length()
                                        + "{\"googleSearch\":{}}".length(),
                                1,
                                4,
                                1,
                                8,
                                1,
                                2));
    }

    @Test
    void a_single_object_may_stand_for_a_list() {
        String body =
                """
                {"contents":{"parts":{"text":"hello"}},
                 "tools":{"functionDeclarations":{"name":"f"}}}
                """;
        InputSize size = Heads.read(Surface.GENERATE, body).input();
        assertThat(List.of(size.messages(), (int) size.textBytes(), size.tools()))
                .containsExactly(1, 5, 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"cachedContent\":\"cachedContents/abc\"",
                "\"tools\":[{\"urlContext\":{}}]",
                "\"tools\":[{\"url_context\":{}}]"
            })
    void what_is_kept_elsewhere_is_expected_all_the_same(String member) {
        var request = Heads.read(Surface.GENERATE, "{" + HI + "," + member + "}");
        assertThat(request.input().fileBytes()).isEqualTo(InputMeter.ELSEWHERE_BYTES);
    }

    @Test
    void a_file_by_its_address_is_expected_to_be_long() {
        String body =
                "{\"contents\":[{\"parts\":[{\"fileData\":{\"fileUri\":\"files/1\",\"mimeType\":"
                        + "\"video/mp4\"}},{\"file_data\":{\"file_uri\":\"https://x/y.png\","
                        + "\"mime_type\":\"image/png\"}}]}]}";
        InputSize size = Heads.read(Surface.GENERATE, body).input();
        assertThat(size.files()).isEqualTo(1);
        assertThat(size.fileBytes()).isEqualTo(InputMeter.ELSEWHERE_BYTES);
        assertThat(size.images()).isEqualTo(1);
        assertThat(size.textBytes()).isZero();
    }

    @Test
    void a_cache_ties_a_request_to_its_upstream() {
        var request =
                Heads.read(
                        Surface.GENERATE, "{" + HI + ",\"cached_content\":\"cachedContents/a\"}");
        assertThat(request.affinity()).isEqualTo("cachedContents/a");
    }

    @Test
    void counting_takes_contents_or_a_whole_request() {
        assertThat(Heads.read(Surface.GEMINI_COUNT_TOKENS, "{" + HI + "}").input().textBytes())
                .isEqualTo(2);
        String whole = "{\"generateContentRequest\":{\"model\":\"models/gemini-x\"," + HI + "}}";
        var request = Heads.read(Surface.GEMINI_COUNT_TOKENS, whole);
        assertThat(request.input().textBytes()).isEqualTo(2);
        assertThat(new String(request.upstreamBody("up"), UTF_8))
                .isEqualTo(whole.replace("gemini-x", "up"));
    }

    @Test
    void every_copy_of_the_model_in_a_batch_follows_the_upstreams_name() {
        String body =
                """
                {"requests":[
                  {"model":"models/gemini-x","content":{"parts":[{"text":"one"}]}},
                  {"content":{"parts":[{"text":"three"}]},"model":"gemini-x"},
                  {"model":"models\\/gemini-x","content":{"parts":[{"text":"s"}]}}]}
                """;
        var request = Heads.read(Surface.GEMINI_BATCH_EMBED, body);
        assertThat(request.input().messages()).isEqualTo(3);
        assertThat(request.input().textBytes()).isEqualTo(9);
        assertThat(new String(request.upstreamBody("embed-2"), UTF_8))
                .isEqualTo(
                        body.replace("\"models/gemini-x\"", "\"models/embed-2\"")
                                .replace("\"models\\/gemini-x\"", "\"models/embed-2\"")
                                .replace("\"gemini-x\"", "\"embed-2\""));
        assertThat(new String(request.upstreamBody("tunedModels/t"), UTF_8))
                .contains("{\"model\":\"tunedModels/t\"");
        assertThat(request.upstreamBody("gemini-x")).isSameAs(request.body());
    }

    @Test
    void a_batch_for_another_model_than_the_paths_is_refused() {
        String body = "{\"requests\":[{\"model\":\"models/dear\",\"content\":{\"parts\":[]}}]}";
        assertThat(Heads.refused(Surface.GEMINI_BATCH_EMBED, body).param()).isEqualTo("model");
        assertThat(Heads.refused(Surface.GEMINI_EMBED, "{}").param()).isEqualTo("content");
        assertThat(Heads.refused(Surface.GEMINI_BATCH_EMBED, "{}").param()).isEqualTo("requests");
    }

    @ParameterizedTest
    @CsvSource({"sse, true", "json, true", "proto, false", "media, false"})
    void answers_have_two_forms(String alt, boolean taken) {
        var head = new RequestHead(Surface.GENERATE, "m", true, Map.of(), Map.of("alt", alt));
        Scan scan =
                new GeminiWire().scan(head, ("{" + HI + "}").getBytes(UTF_8), ScanLimits.STANDARD);
        assertThat(scan instanceof Scan.Read).isEqualTo(taken);
    }
}
