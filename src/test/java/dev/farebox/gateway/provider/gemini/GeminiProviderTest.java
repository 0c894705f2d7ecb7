package dev.farebox.gateway.provider.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.exchange.RequestHead;
import dev.farebox.gateway.exchange.Surface;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where requests go, and what goes with them. */
class GeminiProviderTest {
    private static final GeminiProvider PROVIDER = new GeminiProvider();

    @ParameterizedTest
    @CsvSource({
        "GENERATE, gemini-3-flash, false, /models/gemini-3-flash:generateContent",
        "GENERATE, gemini-3-flash, true, /models/gemini-3-flash:streamGenerateContent?alt=sse",
        "GENERATE, tunedModels/mine, false, /tunedModels/mine:generateContent",
        "GENERATE, publishers/google/models/g, false, /publishers/google/models/g:generateContent",
        "GENERATE, a?b#c é:d, false, /models/a%3Fb%23c%20%C3%A9%3Ad:generateContent",
        "GEMINI_COUNT_TOKENS, g, false, /models/g:countTokens",
        "GEMINI_EMBED, g, false, /models/g:embedContent",
        "GEMINI_BATCH_EMBED, g, false, /models/g:batchEmbedContents"
    })
    void a_path_names_model_and_method(Surface surface, String model, boolean stream, String path) {
        assertThat(PROVIDER.path(surface, model, stream)).isEqualTo(path);
    }

    @Test
    void only_the_key_and_the_clients_name_go_along() {
        var client =
                new RequestHead(
                        Surface.GENERATE,
                        "g",
                        false,
                        Map.of(
                                "x-goog-api-client", "google-genai-sdk/3.1.0",
                                "x-goog-api-key", "the client's",
                                "authorization", "Bearer the client's",
                                "x-session-id", "s"),
                        Map.of());
        assertThat(PROVIDER.headers(Surface.GENERATE, Optional.of("ours"), client))
                .isEqualTo(
                        Map.of(
                                "x-goog-api-key", "ours",
                                "x-goog-api-client", "google-genai-sdk/3.1.0"));
        assertThat(
                        PROVIDER.headers(
                                Surface.GENERATE,
                                Optional.empty(),
                                RequestHead.of(Surface.GENERATE)))
                .isEmpty();
    }

    @Test
    void a_clients_name_that_is_no_header_stays_behind() {
        for (String name : new String[] {"a\r\nx: y", "é", "a".repeat(257)}) {
            var client =
                    new RequestHead(
                            Surface.GENERATE,
                            "g",
                            false,
                            Map.of("x-goog-api-client", name),
                            Map.of());
            assertThat(PROVIDER.headers(Surface.GENERATE, Optional.empty(), client)).isEmpty();
        }
    }

    @Test
    void only_the_tier_comes_back() {
        assertThat(PROVIDER.comesBack("x-gemini-service-tier")).isTrue();
        for (String header :
                new String[] {"server", "set-cookie", "x-ratelimit-limit", "alt-svc"}) {
            assertThat(PROVIDER.comesBack(header)).isFalse();
        }
    }
}
