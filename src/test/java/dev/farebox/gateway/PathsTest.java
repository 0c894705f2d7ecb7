package dev.farebox.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.Paths.Target;
import dev.farebox.gateway.exchange.Surface;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/chat/completions",
                "/chat/completions",
                "/v1/v1/chat/completions",
                "//v1//chat/completions",
                "/v1/chat/completions/",
                "/v1beta/openai/chat/completions"
            })
    void base_urls_with_and_without_v1_reach_chat_completions(String path) {
        assertThat(Paths.read(path)).isEqualTo(new Target.Serve(Surface.CHAT, "", false));
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/responses, RESPONSES",
        "/responses/compact, RESPONSES_COMPACT",
        "/v1/responses/input_tokens, RESPONSES_INPUT_TOKENS",
        "/v1/completions, COMPLETIONS",
        "/v1/embeddings, EMBEDDINGS",
        "/v1/moderations, MODERATIONS",
        "/v1/images/generations, IMAGE_GENERATIONS",
        "/v1/images/edits, IMAGE_EDITS",
        "/v1/audio/speech, SPEECH",
        "/v1/audio/transcriptions, TRANSCRIPTIONS",
        "/v1/audio/translations, TRANSLATIONS",
        "/v1/messages, MESSAGES",
        "/messages, MESSAGES",
        "/v1/messages/count_tokens, COUNT_TOKENS",
    })
    void every_place_has_its_surface(String path, Surface surface) {
        assertThat(Paths.read(path)).isEqualTo(new Target.Serve(surface, "", false));
    }

    @ParameterizedTest
    @CsvSource({
        "/v1beta/models/gemini-3-pro:generateContent, GENERATE, gemini-3-pro, false",
        "/v1/models/gemini-3-pro:streamGenerateContent, GENERATE, gemini-3-pro, true",
        "/v1alpha/models/a%2Fb:free:streamGenerateContent, GENERATE, a/b:free, true",
        "/models/m:countTokens, GEMINI_COUNT_TOKENS, m, false",
        "/v1beta/models/m:embedContent, GEMINI_EMBED, m, false",
        "/v1beta/models/m:batchEmbedContents, GEMINI_BATCH_EMBED, m, false"
    })
    void geminis_paths_name_the_model(String path, Surface surface, String model, boolean stream) {
        assertThat(Paths.read(path)).isEqualTo(new Target.Serve(surface, model, stream));
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/models/gpt-4o, gpt-4o",
        "/models/meta/llama-3:free, meta/llama-3:free",
        "/v1/models/a%2Fb, a/b",
        "/v1/models/a+b, a+b",
        "/v1/models/50%, 50%"
    })
    void a_model_id_is_all_of_the_rest(String path, String id) {
        assertThat(Paths.read(path)).isEqualTo(new Target.Model(id));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/v1", "/v1/chat", "/v2/models", "/v1/v1/v1/v1/v1/models"})
    void everything_else_is_elsewhere(String path) {
        assertThat(Paths.read(path)).isEqualTo(new Target.Elsewhere());
    }
}
