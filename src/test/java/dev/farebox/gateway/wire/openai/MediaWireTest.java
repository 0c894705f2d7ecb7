package dev.farebox.gateway.wire.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.RequestHead;
import dev.farebox.gateway.exchange.Scan;
import dev.farebox.gateway.exchange.ScanLimits;
import dev.farebox.gateway.exchange.Surface;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JSON requests of the small surfaces: what is found, what is foreseen, what is refused. */
class MediaWireTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "COMPLETIONS | {\"model\":\"m\",\"prompt\":\"four\",\"max_tokens\":9} | 4 | 1 | 9 | {}",
                "COMPLETIONS | {\"model\":\"m\",\"prompt\":[\"ab\",\"c\"],\"n\":2,\"best_of\":3,\"suffix\":\"xy\"} | 5 | 6 | 9223372036854775807 | {}",
                "COMPLETIONS | {\"model\":\"m\",\"prompt\":[1,2,3]} | 12 | 1 | 9223372036854775807 | {}",
                "COMPLETIONS | {\"model\":\"m\",\"prompt\":[[1,2],[3]]} | 12 | 2 | 9223372036854775807 | {}",
                "EMBEDDINGS | {\"model\":\"m\",\"input\":\"h\\u00e9\",\"encoding_format\":\"base64\"} | 3 | 1 | 0 | {}",
                "EMBEDDINGS | {\"model\":\"m\",\"input\":[\"a\",\"b\"],\"dimensions\":3} | 2 | 1 | 0 | {}",
                "EMBEDDINGS | {\"model\":\"m\",\"input\":[[7,8],[9]],\"stream\":true} | 12 | 1 | 0 | {}",
                "MODERATIONS | {\"input\":\"bad words\"} | 9 | 1 | 0 | {}",
                "IMAGE_GENERATIONS | {\"model\":\"m\",\"prompt\":\"a cat\",\"n\":2,\"size\":\"1024x1024\",\"quality\":\"low\"} | 5 | 2 | 0 | {OUTPUT_IMAGE=544, IMAGE=2}",
                "IMAGE_GENERATIONS | {\"model\":\"m\",\"prompt\":\"a cat\",\"size\":\"1536x1024\",\"quality\":\"high\",\"partial_images\":2} | 5 | 1 | 0 | {OUTPUT_IMAGE=6440, IMAGE=1}",
                "IMAGE_GENERATIONS | {\"model\":\"m\",\"prompt\":\"a cat\",\"size\":\"auto\"} | 5 | 1 | 0 | {OUTPUT_IMAGE=6240, IMAGE=1}",
                "IMAGE_EDITS | {\"model\":\"m\",\"prompt\":\"hat\",\"images\":[{\"image_url\":\"data:image/png;base64,AAAA\"}],\"quality\":\"medium\",\"size\":\"99999x99999\"} | 3 | 1 | 0 | {OUTPUT_IMAGE=16896, IMAGE=1}",
                "SPEECH | {\"model\":\"m\",\"input\":\"Grüße 😀\",\"voice\":\"v\",\"instructions\":\"slow\"} | 16 | 1 | 0 | {OUTPUT_AUDIO=10, CHARACTER=7}"
            })
    void what_is_foreseen(
            Surface surface, String body, long bytes, int choices, long maxOutput, String fixed) {
        ClientRequest request = request(surface, body);
        assertThat(request.input().textBytes()).isEqualTo(bytes);
        assertThat(request.choices()).isEqualTo(choices);
        assertThat(request.maxOutput()).hasValue(maxOutput);
        assertThat(request.fixed().nonZero().toString()).isEqualTo(fixed);
        assertThat(request.upstreamBody(request.model())).isSameAs(request.body());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "COMPLETIONS | \"prompt\":\"p\",\"stream\":true | true",
                "COMPLETIONS | \"prompt\":\"p\",\"stream\":null | false",
                "IMAGE_GENERATIONS | \"prompt\":\"p\",\"stream\":true | true",
                "IMAGE_EDITS | \"prompt\":\"p\",\"stream\":true | true",
                "SPEECH | \"input\":\"p\",\"stream_format\":\"sse\" | true",
                "SPEECH | \"input\":\"p\",\"stream_format\":\"audio\" | false",
                "SPEECH | \"input\":\"p\",\"stream\":true | false",
                "EMBEDDINGS | \"input\":\"p\",\"stream\":true | false",
                "MODERATIONS | \"input\":\"p\",\"stream\":true | false"
            })
    void who_streams(Surface surface, String members, boolean stream) {
        assertThat(request(surface, "{\"model\":\"m\"," + members + "}").stream())
                .isEqualTo(stream);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"model\":\"a\",\"prompt\":\"p\"} | {\"model\":\"b\",\"prompt\":\"p\"}",
                "{\"prompt\":\"p\",\"stream\":true,\"model\":\"a\"} | {\"stream_options\":{\"include_usage\":true},\"prompt\":\"p\",\"stream\":true,\"model\":\"b\"}",
                "{\"model\":\"a\",\"prompt\":\"p\",\"stream\":true,\"stream_options\":{\"x\":1}} | {\"model\":\"b\",\"prompt\":\"p\",\"stream\":true,\"stream_options\":{\"include_usage\":true,\"x\":1}}",
                "{\"model\":\"a\",\"prompt\":\"p\",\"stream\":true,\"stream_options\":null} | {\"model\":\"b\",\"prompt\":\"p\",\"stream\":true,\"stream_options\":{\"include_usage\":true}}",
                "{\"model\":\"a\",\"prompt\":\"p\",\"stream\":true,\"stream_options\":{\"include_usage\":false}} | {\"model\":\"b\",\"prompt\":\"p\",\"stream\":true,\"stream_options\":{\"include_usage\":true}}",
                "{\"model\":\"a\",\"prompt\":\"p\",\"stream\":false,\"stream_options\":{\"include_usage\":false}} | {\"model\":\"b\",\"prompt\":\"p\",\"stream\":false,\"stream_options\":{\"include_usage\":false}}"
            })
    void only_the_model_and_the_wish_for_usage_change(String body, String upstream) {
        ClientRequest request = request(Surface.COMPLETIONS, body);
        assertThat(new String(request.upstreamBody("b"), UTF_8)).isEqualTo(upstream);
        assertThat(request.wantsUsage()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "COMPLETIONS | model | {\"prompt\":\"p\"}",
                "COMPLETIONS | prompt | {\"model\":\"m\"}",
                "COMPLETIONS | prompt | {\"model\":\"m\",\"prompt\":null}",
                "COMPLETIONS | model | {\"model\":7,\"prompt\":\"p\"}",
                "COMPLETIONS | model | {\"model\":\"\",\"prompt\":\"p\"}",
                "COMPLETIONS | model | {\"model\":\"a\\nb\",\"prompt\":\"p\"}",
                "COMPLETIONS | model | {\"model\":\"a\",\"prompt\":\"p\",\"model\":\"b\"}",
                "COMPLETIONS | Model | {\"model\":\"a\",\"prompt\":\"p\",\"Model\":\"b\"}",
                "COMPLETIONS | stream | {\"model\":\"m\",\"prompt\":\"p\",\"stream\":\"true\"}",
                "COMPLETIONS | n | {\"model\":\"m\",\"prompt\":\"p\",\"n\":0}",
                "COMPLETIONS | n | {\"model\":\"m\",\"prompt\":\"p\",\"n\":1.5}",
                "COMPLETIONS | best_of | {\"model\":\"m\",\"prompt\":\"p\",\"best_of\":129}",
                "COMPLETIONS | max_tokens | {\"model\":\"m\",\"prompt\":\"p\",\"max_tokens\":-1}",
                "COMPLETIONS | stream_options | {\"model\":\"m\",\"prompt\":\"p\",\"stream_options\":7}",
                "COMPLETIONS | stream_options.include_usage | {\"model\":\"m\",\"prompt\":\"p\",\"stream_options\":{\"include_usage\":1}}",
                "EMBEDDINGS | model | {\"input\":\"p\"}",
                "EMBEDDINGS | input | {\"model\":\"m\"}",
                "MODERATIONS | input | {}",
                "IMAGE_GENERATIONS | model | {\"prompt\":\"p\"}",
                "IMAGE_GENERATIONS | partial_images | {\"model\":\"m\",\"prompt\":\"p\",\"partial_images\":99}",
                "SPEECH | input | {\"model\":\"m\",\"voice\":\"v\"}",
                "SPEECH | stream_format | {\"model\":\"m\",\"input\":\"p\",\"stream_format\":1}"
            })
    void what_is_wrong_is_named(Surface surface, String param, String body) {
        assertThat(invalid(surface, "application/json", body).param()).isEqualTo(param);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "EMBEDDINGS | ''",
                "EMBEDDINGS | []",
                "EMBEDDINGS | {",
                "EMBEDDINGS | {\"model\":\"m\",\"input\":\"p\"}}",
                "EMBEDDINGS | {\"model\":\"m\",\"input\":[\"p\"}",
                "SPEECH | {\"model\":\"m\",\"input\":\"\\ud800\" x}"
            })
    void what_is_not_json_is_refused(Surface surface, String body) {
        assertThat(invalid(surface, "application/json", body).code()).isEqualTo("invalid_json");
    }

    @Test
    void nesting_and_numbers_are_bounded() {
        String deep = "{\"model\":\"m\",\"input\":" + "[".repeat(5000) + "]".repeat(5000) + "}";
        assertThat(invalid(Surface.EMBEDDINGS, "application/json", deep).code())
                .isEqualTo("invalid_json");
        String many = "{\"model\":\"m\",\"prompt\":[" + "\"\",".repeat(3000) + "\"\"]}";
        assertThat(invalid(Surface.COMPLETIONS, "application/json", many).param())
                .isEqualTo("prompt");
    }

    @Test
    void each_surface_takes_its_own_kind_of_body() {
        String json = "{\"model\":\"m\",\"input\":\"p\"}";
        assertThat(invalid(Surface.TRANSCRIPTIONS, "application/json", json).code())
                .isEqualTo("unsupported_media_type");
        assertThat(invalid(Surface.EMBEDDINGS, "multipart/form-data; boundary=x", json).code())
                .isEqualTo("unsupported_media_type");
    }

    @Test
    void moderations_need_no_model() {
        ClientRequest request = request(Surface.MODERATIONS, "{\"input\":[\"a\"]}");
        assertThat(request.model()).isEqualTo("omni-moderation-latest");
        assertThat(request.upstreamBody("another")).isSameAs(request.body());
    }

    private static ClientRequest request(Surface surface, String body) {
        if (scan(surface, "application/json", body) instanceof Scan.Read(var request)) {
            return request;
        }
        throw new AssertionError(scan(surface, "application/json", body));
    }

    private static Scan.Invalid invalid(Surface surface, String contentType, String body) {
        if (scan(surface, contentType, body) instanceof Scan.Invalid invalid) {
            return invalid;
        }
        throw new AssertionError("read: " + body);
    }

    private static Scan scan(Surface surface, String contentType, String body) {
        var head =
                new RequestHead(surface, "", false, Map.of("content-type", contentType), Map.of());
        return new MediaWire().scan(head, body.getBytes(UTF_8), ScanLimits.STANDARD);
    }
}
