package dev.farebox.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.config.Secret;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FreeQuestionTest {
    @ParameterizedTest
    @CsvSource({
        "openai,           /models,            authorization, Bearer sk-1",
        "openai-chat,      /models,            authorization, Bearer sk-1",
        "openai-responses, /models,            authorization, Bearer sk-1",
        "anthropic,        /models?limit=1,    x-api-key,     sk-1",
        "gemini,           /models?pageSize=1, x-goog-api-key, sk-1",
    })
    void each_kind_is_asked_for_its_models_with_its_own_credential_header(
            String kind, String path, String header, String value) {
        Channel channel = channel(kind, Optional.of(new Secret("sk-1")));

        assertThat(FreeQuestion.address(channel)).hasToString("https://up.example.com/v1" + path);
        assertThat(FreeQuestion.headers(channel))
                .containsEntry(header, value)
                .containsEntry("x-team", "blue");
        assertThat(FreeQuestion.headers(channel).containsKey("anthropic-version"))
                .isEqualTo(kind.equals("anthropic"));
        assertThat(FreeQuestion.headers(channel(kind, Optional.empty()))).doesNotContainKey(header);
    }

    @ParameterizedTest
    @CsvSource({
        "200, WELL",
        "204, WELL",
        "401, CREDENTIAL_REFUSED",
        "402, CREDENTIAL_REFUSED",
        "403, CREDENTIAL_REFUSED",
        "404, UNKNOWN",
        "405, UNKNOWN",
        "429, UNKNOWN",
        "301, UNKNOWN",
        "500, FAILING",
        "503, FAILING",
        "529, FAILING",
        "0, FAILING",
    })
    void only_a_clear_answer_says_something(int status, ProbeOutcome outcome) {
        assertThat(ProbeOutcome.of(status)).isEqualTo(outcome);
    }

    private static Channel channel(String kind, Optional<Secret> credential) {
        return new Channel(
                new UUID(1, 1),
                "up",
                kind,
                URI.create("https://up.example.com/v1"),
                credential,
                Map.of("m", "m"),
                Map.of("x-team", "blue"),
                ChannelTimeouts.CONFIGURED,
                ChannelTerms.ORDINARY,
                true,
                1,
                Instant.EPOCH);
    }
}
