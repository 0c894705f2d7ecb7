package dev.farebox.gateway.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.exchange.RequestHead;
import dev.farebox.gateway.exchange.Surface;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an OpenAI-like upstream gets to see of a client. */
class ChatProviderTest {
    private static final List<String> KEPT =
            List.of(
                    "authorization",
                    "x-api-key",
                    "cookie",
                    "x-forwarded-for",
                    "x-stainless-lang",
                    "x-session-id",
                    "accept-encoding",
                    "content-length",
                    "host",
                    "openai-organization",
                    "openai-project",
                    "x-claude-code-session-id",
                    "originator",
                    "user-agent",
                    "idempotency-key");

    @Test
    void only_what_an_upstream_needs_goes_there() {
        var sent = new HashMap<String, String>();
        KEPT.forEach(name -> sent.put(name, "x"));
        sent.put("openai-beta", "y");
        var head = new RequestHead(Surface.CHAT, "", false, sent, Map.of());
        assertThat(new ChatProvider().headers(Surface.CHAT, Optional.empty(), head))
                .containsExactly(Map.entry("openai-beta", "y"));
        assertThat(new ChatProvider().headers(Surface.CHAT, Optional.of("s"), head))
                .containsEntry("authorization", "Bearer s");
    }
}
