package dev.farebox.gateway;

import dev.farebox.gateway.exchange.Provider;
import dev.farebox.gateway.exchange.Surface;
import dev.farebox.gateway.exchange.canon.ConversationProvider;
import dev.farebox.gateway.provider.anthropic.AnthropicProvider;
import dev.farebox.gateway.provider.gemini.GeminiProvider;
import dev.farebox.gateway.provider.openai.ChatProvider;
import dev.farebox.gateway.provider.openai.MediaProvider;
import dev.farebox.gateway.provider.responses.ResponsesProvider;
import dev.farebox.gateway.route.ChannelKind;
import java.util.List;
import java.util.Optional;

/** Which protocols each kind of channel speaks; the kinds are public words of the configuration. */
final class Kinds {
    private static final ChatProvider CHAT = new ChatProvider();
    private static final MediaProvider MEDIA = new MediaProvider();
    private static final ResponsesProvider RESPONSES = new ResponsesProvider();
    private static final AnthropicProvider ANTHROPIC = new AnthropicProvider();
    private static final GeminiProvider GEMINI = new GeminiProvider();

    private Kinds() {}

    /** Who speaks {@code surface} on a channel of this kind. */
    static Optional<Provider> speaking(ChannelKind kind, Surface surface) {
        return of(kind).stream()
                .filter(provider -> provider.speaks().contains(surface))
                .findFirst();
    }

    /** To whose dialect a conversation of another one is translated. */
    static Optional<ConversationProvider> conversing(ChannelKind kind) {
        return of(kind).stream()
                .filter(ConversationProvider.class::isInstance)
                .map(ConversationProvider.class::cast)
                .findFirst();
    }

    /** Of several that can be translated to, the first is used. */
    private static List<Provider> of(ChannelKind kind) {
        return switch (kind) {
            case OPENAI -> List.of(CHAT, RESPONSES, MEDIA);
            case OPENAI_CHAT -> List.of(CHAT, MEDIA);
            case OPENAI_RESPONSES -> List.of(RESPONSES);
            case ANTHROPIC -> List.of(ANTHROPIC);
            case GEMINI -> List.of(GEMINI);
        };
    }
}
