package dev.farebox.gateway;

import dev.farebox.gateway.exchange.Surface;
import dev.farebox.gateway.exchange.Wire;
import dev.farebox.gateway.exchange.canon.ConversationWire;
import dev.farebox.gateway.wire.anthropic.AnthropicWire;
import dev.farebox.gateway.wire.gemini.GeminiWire;
import dev.farebox.gateway.wire.openai.ChatWire;
import dev.farebox.gateway.wire.openai.MediaWire;
import dev.farebox.gateway.wire.responses.ResponsesWire;
import java.util.Optional;

/** Who speaks each surface with clients. */
final class Wires {
    private static final Wire CHAT = new ChatWire();
    private static final Wire MEDIA = new MediaWire();
    private static final Wire RESPONSES = new ResponsesWire();
    private static final Wire ANTHROPIC = new AnthropicWire();
    private static final Wire GEMINI = new GeminiWire();

    private Wires() {}

    static Wire of(Surface surface) {
        return switch (surface) {
            case CHAT -> CHAT;
            case RESPONSES, RESPONSES_INPUT_TOKENS, RESPONSES_COMPACT -> RESPONSES;
            case COMPLETIONS,
                    EMBEDDINGS,
                    MODERATIONS,
                    IMAGE_GENERATIONS,
                    IMAGE_EDITS,
                    SPEECH,
                    TRANSCRIPTIONS,
                    TRANSLATIONS ->
                    MEDIA;
            case MESSAGES, COUNT_TOKENS -> ANTHROPIC;
            case GENERATE, GEMINI_COUNT_TOKENS, GEMINI_EMBED, GEMINI_BATCH_EMBED -> GEMINI;
        };
    }

    static Optional<ConversationWire> conversing(Surface surface) {
        return of(surface) instanceof ConversationWire wire ? Optional.of(wire) : Optional.empty();
    }
}
