package dev.farebox.gateway.provider.demo;

import dev.farebox.gateway.provider.demo.Ask.Message;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The last answers of {@code /v1/responses}, by id: at most {@value #MOST} of them and {@value
 * #MOST_CHARS} characters. Safe from any thread.
 */
final class AnswerMemory {
    private static final int MOST = 256;
    private static final long MOST_CHARS = 16_000_000;

    /** Guarded by this; the oldest first. */
    private final LinkedHashMap<String, Kept> kept = new LinkedHashMap<>();

    private long chars;

    /** An answer, the conversation up to and with it, and the calls that await a result. */
    record Kept(String json, List<Message> messages, Set<String> calls) {
        Kept {
            messages = List.copyOf(messages);
            calls = Set.copyOf(calls);
        }

        private long chars() {
            return json.length()
                    + messages.stream().mapToLong(message -> message.text().length()).sum();
        }
    }

    synchronized void keep(String id, Kept answer) {
        forget(id);
        kept.putLast(id, answer);
        chars += answer.chars();
        while (kept.size() > MOST || chars > MOST_CHARS) {
            chars -= kept.pollFirstEntry().getValue().chars();
        }
    }

    synchronized Optional<Kept> find(String id) {
        return Optional.ofNullable(kept.get(id));
    }

    synchronized boolean forget(String id) {
        Kept gone = kept.remove(id);
        chars -= gone == null ? 0 : gone.chars();
        return gone != null;
    }
}
