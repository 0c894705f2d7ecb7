package dev.farebox.gateway.provider.demo;

import dev.farebox.gateway.provider.demo.Ask.CacheMark;
import dev.farebox.gateway.provider.demo.Ask.Message;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Remembers which beginnings of conversations were seen, in whole messages, as a provider's prompt
 * cache does. A fixed table of hashes: a newcomer takes the place of an older one. Safe from any
 * thread.
 */
final class PrefixMemory {
    private static final int SLOTS = 1 << 14;
    private static final int STEP = 16;
    private static final int LEAST = 64;
    private static final long MARKED = 0x5DEECE66DL;

    private final AtomicLongArray seen = new AtomicLongArray(SLOTS);

    /** How many tokens of a prompt were read from the cache, and how many written, for how long. */
    record Cached(int read, int writtenForMinutes, int writtenForHour) {
        int written() {
            return writtenForMinutes + writtenForHour;
        }
    }

    /**
     * Every beginning is remembered. Read are the tokens of the longest beginning seen before by
     * the same model, in steps of 16 and from 64 up; nothing is said of writing.
     */
    Cached automatic(Ask request) {
        int cached = 0;
        int tokens = 0;
        long hash = request.model().hashCode();
        for (Message message : request.messages()) {
            hash = Dice.mix(hash ^ message.hash());
            tokens += message.tokens();
            if (remembers(hash)) {
                cached = tokens;
            }
            remember(hash);
        }
        return new Cached(cached < LEAST ? 0 : cached - cached % STEP, 0, 0);
    }

    /**
     * A beginning is remembered where the caller marks its end, from 64 tokens up. Read is the
     * longest one remembered up to the last mark; what lies between it and a mark is written.
     */
    Cached marked(Ask request) {
        List<Message> messages = request.messages();
        int read = 0;
        int accounted = 0;
        int tokens = 0;
        int[] written = new int[CacheMark.values().length];
        long hash = request.model().hashCode() ^ MARKED;
        int end = lastMark(messages);
        for (int i = 0; i <= end; i++) {
            Message message = messages.get(i);
            hash = Dice.mix(hash ^ message.hash());
            tokens += message.tokens();
            if (remembers(hash)) {
                read = tokens;
                accounted = tokens;
                written = new int[CacheMark.values().length];
            } else if (message.cache() != CacheMark.NONE && tokens >= LEAST) {
                written[message.cache().ordinal()] += tokens - accounted;
                accounted = tokens;
                remember(hash);
            }
        }
        return new Cached(
                read, written[CacheMark.MINUTES.ordinal()], written[CacheMark.HOUR.ordinal()]);
    }

    private static int lastMark(List<Message> messages) {
        int last = messages.size() - 1;
        while (last >= 0 && messages.get(last).cache() == CacheMark.NONE) {
            last--;
        }
        return last;
    }

    private boolean remembers(long hash) {
        return seen.get((int) (hash & (SLOTS - 1))) == hash;
    }

    private void remember(long hash) {
        seen.lazySet((int) (hash & (SLOTS - 1)), hash);
    }
}
