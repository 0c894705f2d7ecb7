package dev.farebox.gateway.provider.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.exchange.RequestHead;
import dev.farebox.gateway.exchange.Surface;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What goes to an Anthropic upstream beside the body. */
class AnthropicProviderTest {
    private static final AnthropicProvider PROVIDER = new AnthropicProvider();

    private static Map<String, String> headers(
            Surface surface, String credential, Map<String, String> client) {
        return PROVIDER.headers(
                Surface.MESSAGES,
                Optional.of(credential).filter(secret -> !secret.isEmpty()),
                new RequestHead(surface, "", false, client, Map.of()));
    }

    @Test
    void paths_follow_a_base_that_includes_the_version() {
        assertThat(PROVIDER.path(Surface.MESSAGES, "m", true)).isEqualTo("/messages");
        assertThat(PROVIDER.path(Surface.COUNT_TOKENS, "m", false))
                .isEqualTo("/messages/count_tokens");
        assertThat(PROVIDER.speaks())
                .containsExactlyInAnyOrder(Surface.MESSAGES, Surface.COUNT_TOKENS);
        assertThat(PROVIDER.conversation()).isEqualTo(Surface.MESSAGES);
    }

    @Test
    void a_client_of_the_dialect_chooses_version_and_betas() {
        assertThat(
                        headers(
                                Surface.MESSAGES,
                                "sk-1",
                                Map.of(
                                        "anthropic-version",
                                        "2026-10-21",
                                        "anthropic-beta",
                                        "a-1,b-2",
                                        "x-api-key",
                                        "the client's",
                                        "x-claude-code-session-id",
                                        "s")))
                .isEqualTo(
                        Map.of(
                                "x-api-key", "sk-1",
                                "anthropic-version", "2026-10-21",
                                "anthropic-beta", "a-1,b-2"));
    }

    @Test
    void others_get_the_version_that_allows_what_they_say() {
        var expected = Map.of("x-api-key", "sk-1", "anthropic-version", "2023-06-01");
        assertThat(headers(Surface.MESSAGES, "sk-1", Map.of())).isEqualTo(expected);
        assertThat(
                        headers(
                                Surface.CHAT,
                                "sk-1",
                                Map.of("anthropic-version", "2026-10-21", "anthropic-beta", "a")))
                .isEqualTo(expected);
    }

    @Test
    void a_bearer_credential_and_none() {
        assertThat(headers(Surface.MESSAGES, "Bearer tok", Map.of()))
                .isEqualTo(
                        Map.of("authorization", "Bearer tok", "anthropic-version", "2023-06-01"));
        assertThat(headers(Surface.MESSAGES, "", Map.of()))
                .isEqualTo(Map.of("anthropic-version", "2023-06-01"));
    }

    @Test
    void nothing_of_the_account_comes_back() {
        for (String header :
                new String[] {
                    "anthropic-organization-id",
                    "anthropic-workspace-id",
                    "anthropic-ratelimit-requests-remaining",
                    "request-id",
                    "cf-ray",
                    "set-cookie",
                    "server"
                }) {
            assertThat(PROVIDER.comesBack(header)).as(header).isFalse();
        }
    }
}
