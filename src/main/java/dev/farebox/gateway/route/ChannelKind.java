package dev.farebox.gateway.route;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What an upstream speaks. The words are public and stored; they never change their meaning. */
public enum ChannelKind {
    /** Everything of OpenAI's own API. */
    OPENAI("openai", OnAbort.STOPS),
    /** Servers that imitate it: chat, completions and embeddings. */
    OPENAI_CHAT("openai-chat", OnAbort.STOPS),
    /** Responses alone. */
    OPENAI_RESPONSES("openai-responses", OnAbort.STOPS),
    ANTHROPIC("anthropic", OnAbort.STOPS),
    GEMINI("gemini", OnAbort.BILLS_ON);

    private final String word;
    private final OnAbort onAbort;

    ChannelKind(String word, OnAbort onAbort) {
        this.word = word;
        this.onAbort = onAbort;
    }

    public String word() {
        return word;
    }

    /** What its providers are known to do; a channel may know better. */
    public OnAbort onAbort() {
        return onAbort;
    }

    public static Optional<ChannelKind> ofWord(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
    }

    /** All words, for a message. */
    public static String words() {
        return Arrays.stream(values()).map(ChannelKind::word).collect(Collectors.joining(", "));
    }
}
