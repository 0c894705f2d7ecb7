package dev.farebox.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.farebox.config.Secret;
import dev.farebox.problem.ProblemCode;
import dev.farebox.problem.ProblemException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NewChannelTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    api.example.com/v1                    | must begin with https:// or http://
                    ftp://api.example.com                 | must begin with https:// or http://
                    file:///etc/passwd                    | must begin with https:// or http://
                    https://                              | is not a URL
                    https:///v1                           | names no host
                    https://exa_mple..com/v1              | names no host
                    https://me:hunter2@example.com/v1     | must hold no user or password
                    https://example.com@evil.example/     | must hold no user or password
                    https://example.com/v1?api-key=x      | must have no query
                    https://example.com/v1#x              | must have no query
                    https://example.com:99999/v1          | names a port
                    https://example.com/v1/../admin       | must have no '..'
                    https://example.com/a b               | is not a URL
                    https://example.com/v1/chat/completions | leave out the ending /chat/completions
                    ''                                    | must not be empty
                    """)
    void a_base_url_that_cannot_be_meant_is_refused_with_the_reason(String url, String sentence) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> UpstreamAddress.parse(url))
                .withMessageContaining("base_url ")
                .withMessageContaining(sentence)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hunter2"));
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.example.com, https://api.example.com",
        "HTTPS://api.example.com/v1//, https://api.example.com/v1",
        "http://127.0.0.1:8080, http://127.0.0.1:8080",
        "http://[::1]:8080/v1, http://[::1]:8080/v1",
        "https://xn--bcher-kva.example/v1, https://xn--bcher-kva.example/v1",
    })
    void a_base_url_is_kept_without_its_trailing_slash(String url, String kept) {
        assertThat(UpstreamAddress.parse(url)).hasToString(kept);
    }

    @ParameterizedTest
    @CsvSource({
        "Authorization, Bearer x, is set by Farebox",
        "x-api-key, x, is set by Farebox",
        "Host, evil.example, is set by Farebox",
        "'a b', x, must be HTTP header names",
        "a, 'x\r\nHost: evil', must be HTTP header names",
    })
    void a_header_that_could_smuggle_or_leak_is_refused(
            String name, String value, String sentence) {
        assertRefused(
                () ->
                        new NewChannel(
                                "a",
                                "openai",
                                URI.create("https://example.com"),
                                Optional.empty(),
                                Map.of("m", "m"),
                                Map.of(name, value),
                                ChannelTimeouts.CONFIGURED,
                                ChannelTerms.ORDINARY),
                sentence);
    }

    @Test
    void hostile_names_models_and_credentials_are_refused() {
        for (String name : List.of("", "A", "a b", "x'; --", "a\u0000", "x".repeat(61))) {
            assertRefused(() -> channel(name, "m"), "name");
        }
        for (String model : List.of("", "a\nb", "x".repeat(201))) {
            assertRefused(() -> channel("a", model), "model");
        }
        for (String secret : List.of("a b", "a\r\nHost: evil", "ä", "x".repeat(8_001))) {
            assertRefused(
                    () ->
                            NewChannel.of(
                                    "a",
                                    "openai",
                                    "https://example.com",
                                    Optional.of(new Secret(secret)),
                                    Map.of("m", "m")),
                    "credential");
        }
    }

    private static NewChannel channel(String name, String model) {
        return NewChannel.of(
                name, "openai", "https://example.com", Optional.empty(), Map.of(model, "m"));
    }

    private static void assertRefused(Runnable action, String sentence) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(action::run)
                .withMessageContaining(sentence)
                .satisfies(e -> assertThat(e.code()).isEqualTo(ProblemCode.INPUT_INVALID));
    }

    @Test
    void a_kind_that_is_not_known_is_refused_with_the_list() {
        assertRefused(
                () ->
                        NewChannel.of(
                                "a",
                                "azure",
                                "https://example.com",
                                Optional.empty(),
                                Map.of("m", "m")),
                "kind azure is not known; there are openai, openai-chat, openai-responses,"
                        + " anthropic, gemini");
    }

    @ParameterizedTest
    @CsvSource({
        "openai, STOPS",
        "openai-chat, STOPS",
        "openai-responses, STOPS",
        "anthropic, STOPS",
        "gemini, BILLS_ON",
    })
    void a_kind_is_a_word_and_says_what_its_providers_do_on_abort(String word, OnAbort onAbort) {
        ChannelKind kind = ChannelKind.ofWord(word).orElseThrow();

        assertThat(kind.word()).isEqualTo(word);
        assertThat(kind.onAbort()).isEqualTo(onAbort);
        assertThat(OnAbort.ofWord(onAbort.word())).contains(onAbort);
    }

    @Test
    void terms_that_cannot_be_meant_are_refused() {
        ChannelTerms terms = ChannelTerms.ORDINARY;
        assertRefused(() -> terms.withPriority(-1), "priority must be from 0 to 1000");
        assertRefused(() -> terms.withWeight(0), "weight must be from 1 to 1000");
        assertRefused(() -> terms.withWeight(1_001), "weight");
        assertRefused(() -> terms.withParallel(OptionalInt.of(0)), "parallel must be from 1");
        assertRefused(() -> terms.withPerMinute(OptionalInt.of(-5)), "per_minute must be from 1");
        assertRefused(
                () -> terms.withProbeInterval(Optional.of(Duration.ofSeconds(4))),
                "probe_interval must be from 5 s to 24 h");
    }
}
