package dev.farebox.gateway.provider.demo;

import dev.farebox.gateway.provider.demo.PrefixMemory.Cached;

/**
 * The tokens of one exchange as the provider reports them. What was read from and written to the
 * cache, and audio, are within the prompt; reasoning is within the completion.
 */
record TokenCount(int prompt, Cached cache, int audio, int completion, int reasoning) {
    static TokenCount of(Ask ask, Cached cache, Answer answer) {
        return new TokenCount(
                ask.promptTokens(),
                cache,
                ask.audioTokens(),
                answer.completionTokens(),
                answer.reasoningTokens());
    }

    int total() {
        return Math.addExact(prompt, completion);
    }

    /** What was neither read from the cache nor written to it. */
    int fresh() {
        return Math.max(0, prompt - cache.read() - cache.written());
    }

    /** What an interrupted answer has cost so far. */
    TokenCount upTo(int completionSoFar) {
        return new TokenCount(
                prompt,
                cache,
                audio,
                Math.min(completionSoFar, completion),
                Math.min(reasoning, completionSoFar));
    }
}
