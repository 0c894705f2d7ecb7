package dev.farebox.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.Paths.Target;
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
                "/v1/chat/completions/"
            })
    void base_urls_with_and_without_v1_reach_chat_completions(String path) {
        assertThat(Paths.read(path)).isEqualTo(new Target.ChatCompletions());
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
    @ValueSource(strings = {"", "/", "/v1", "/v1/chat", "/v2/models", "/v1/v1/v1/v1/models"})
    void everything_else_is_elsewhere(String path) {
        assertThat(Paths.read(path)).isEqualTo(new Target.Elsewhere());
    }
}
