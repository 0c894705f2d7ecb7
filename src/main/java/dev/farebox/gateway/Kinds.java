package dev.farebox.gateway;

import dev.farebox.gateway.exchange.Provider;
import dev.farebox.gateway.exchange.Surface;
import dev.farebox.gateway.exchange.canon.ConversationProvider;
import dev.farebox.gateway.provider.gemini.GeminiProvider;
import dev.farebox.gateway.provider.openai.ChatProvider;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which protocols each kind of channel speaks; the kinds are public words of the configuration. */
final class Kinds {
    private static final ChatProvider CHAT = new ChatProvider();
    private static final GeminiProvider GEMINI = new GeminiProvider();

    /** Of several that can be translated to, the first is used. */
    private static final Map<String, List<Provider>> PROVIDERS =
            Map.of(
                    "openai", List.of(CHAT),
                    "openai-chat", List.of(CHAT),
                    "gemini", List.of(GEMINI));

    private Kinds() {}

    /** Who speaks {@code surface} on a channel of this kind. */
    static Optional<Provider> speaking(String kind, Surface surface) {
        return of(kind).stream()
                .filter(provider -> provider.speaks().contains(surface))
                .findFirst();
    }

    /** To whose dialect a conversation of another one is translated. */
    static Optional<ConversationProvider> conversing(String kind) {
        return of(kind).stream()
                .filter(ConversationProvider.class::isInstance)
                .map(ConversationProvider.class::cast)
                .findFirst();
    }

    private static List<Provider> of(String kind) {
        return PROVIDERS.getOrDefault(kind, List.of());
    }
}
