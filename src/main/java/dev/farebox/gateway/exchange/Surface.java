package dev.farebox.gateway.exchange;

import java.util.Optional;

/**
 * One place of a vendor's API, as clients call it and upstreams serve it. The word stands on
 * receipts and is public; it never changes its meaning.
 */
public enum Surface {
    CHAT("openai.chat", Family.OPENAI),
    RESPONSES("openai.responses", Family.OPENAI),
    RESPONSES_INPUT_TOKENS("openai.responses.input_tokens", Family.OPENAI),
    RESPONSES_COMPACT("openai.responses.compact", Family.OPENAI),
    COMPLETIONS("openai.completions", Family.OPENAI),
    EMBEDDINGS("openai.embeddings", Family.OPENAI),
    MODERATIONS("openai.moderations", Family.OPENAI),
    IMAGE_GENERATIONS("openai.images.generations", Family.OPENAI),
    IMAGE_EDITS("openai.images.edits", Family.OPENAI),
    SPEECH("openai.audio.speech", Family.OPENAI),
    TRANSCRIPTIONS("openai.audio.transcriptions", Family.OPENAI),
    TRANSLATIONS("openai.audio.translations", Family.OPENAI),
    MESSAGES("anthropic.messages", Family.ANTHROPIC),
    COUNT_TOKENS("anthropic.count_tokens", Family.ANTHROPIC),
    GENERATE("gemini.generate_content", Family.GEMINI),
    GEMINI_COUNT_TOKENS("gemini.count_tokens", Family.GEMINI),
    GEMINI_EMBED("gemini.embed_content", Family.GEMINI),
    GEMINI_BATCH_EMBED("gemini.batch_embed_contents", Family.GEMINI);

    /** Whose dialect it is: how errors look and which headers are read. */
    public enum Family {
        OPENAI,
        ANTHROPIC,
        GEMINI
    }

    private final String word;
    private final Family family;

    Surface(String word, Family family) {
        this.word = word;
        this.family = family;
    }

    public String word() {
        return word;
    }

    public Family family() {
        return family;
    }

    /** Whether a model talks here, so that it can be translated to another dialect's talk. */
    public boolean isConversation() {
        return switch (this) {
            case CHAT, RESPONSES, MESSAGES, GENERATE -> true;
            case RESPONSES_INPUT_TOKENS,
                    RESPONSES_COMPACT,
                    COMPLETIONS,
                    EMBEDDINGS,
                    MODERATIONS,
                    IMAGE_GENERATIONS,
                    IMAGE_EDITS,
                    SPEECH,
                    TRANSCRIPTIONS,
                    TRANSLATIONS,
                    COUNT_TOKENS,
                    GEMINI_COUNT_TOKENS,
                    GEMINI_EMBED,
                    GEMINI_BATCH_EMBED ->
                    false;
        };
    }

    /** Whether providers ask nothing for it, so that no money is held and nothing is charged. */
    public boolean isFree() {
        return switch (this) {
            case MODERATIONS, RESPONSES_INPUT_TOKENS, COUNT_TOKENS, GEMINI_COUNT_TOKENS -> true;
            case CHAT,
                    RESPONSES,
                    RESPONSES_COMPACT,
                    COMPLETIONS,
                    EMBEDDINGS,
                    IMAGE_GENERATIONS,
                    IMAGE_EDITS,
                    SPEECH,
                    TRANSCRIPTIONS,
                    TRANSLATIONS,
                    MESSAGES,
                    GENERATE,
                    GEMINI_EMBED,
                    GEMINI_BATCH_EMBED ->
                    false;
        };
    }

    public static Optional<Surface> ofWord(String word) {
        for (Surface surface : values()) {
            if (surface.word.equals(word)) {
                return Optional.of(surface);
            }
        }
        return Optional.empty();
    }
}
