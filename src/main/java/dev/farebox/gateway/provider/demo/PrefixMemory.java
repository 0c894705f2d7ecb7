package dev.farebox.gateway.provider.demo;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Remembers which beginnings of conversations were seen, in whole messages, as a provider's prompt
 * cache does. A fixed table of hashes: a newcomer takes the place of an older one. Safe from any
 * thread.
 *
 * <p>Cached tokens are those of the longest beginning seen before by the same model, in steps of 16
 * and from 64 up.
 */
final class PrefixMemory {
    private static final int SLOTS = 1 << 14;
    private static final int STEP = 16;
    private static final int LEAST = 64;

    private final AtomicLongArray seen = new AtomicLongArray(SLOTS);

    /** The cached tokens of this prompt; remembers all its beginnings. */
    int cachedTokens(ChatRequest request) {
        int cached = 0;
        int tokens = 0;
        long hash = request.model().hashCode();
        for (ChatRequest.Message message : request.messages()) {
            hash = Dice.mix(hash ^ message.hash());
            tokens += message.tokens();
            int slot = (int) (hash & (SLOTS - 1));
            if (seen.get(slot) == hash) {
                cached = tokens;
            } else {
                seen.lazySet(slot, hash);
            }
        }
        return cached < LEAST ? 0 : cached - cached % STEP;
    }
}
