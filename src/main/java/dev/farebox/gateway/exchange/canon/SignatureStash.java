package dev.farebox.gateway.exchange.canon;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what a provider needs back with a call, by its customer and id, for clients whose
 * dialect cannot carry it. Holds the most recently used ones up to a fixed number; what is
 * forgotten costs the model its train of thought, never the answer. Thread-safe; guarded by itself,
 * for no longer than a map operation.
 */
public final class SignatureStash {
    /** Longer ones are not kept, so that memory is bounded. */
    static final int MAX_LENGTH = 131_072;

    static final int MAX_ID_LENGTH = 256;
    static final long MAX_CHARACTERS = 32_000_000;

    private final int capacity;
    private long characters;
    private final Map<String, String> byCall = new LinkedHashMap<>(16, 0.75f, true);

    public SignatureStash(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("a stash for " + capacity);
        }
        this.capacity = capacity;
    }

    /** Keeps the signature of a call that has just been made; other events have none. */
    public void note(String owner, CanonEvent event) {
        if (event instanceof CanonEvent.ToolStarted(_, var id, _, var signature)
                && signature != null) {
            put(owner, id, signature);
        }
    }

    public synchronized void put(String owner, String callId, String signature) {
        if (callId.length() > MAX_ID_LENGTH || signature.length() > MAX_LENGTH) {
            return;
        }
        @Nullable String before = byCall.put(key(owner, callId), signature);
        characters += signature.length() - (before == null ? 0 : before.length());
        var eldest = byCall.entrySet().iterator();
        while (byCall.size() > capacity || characters > MAX_CHARACTERS) {
            characters -= eldest.next().getValue().length();
            eldest.remove();
        }
    }

    public synchronized Optional<String> find(String owner, String callId) {
        return Optional.ofNullable(byCall.get(key(owner, callId)));
    }

    /** Ids are made by upstreams and by us; two customers may well have the same. */
    private static String key(String owner, String callId) {
        return owner + '\n' + callId;
    }

    /** The request with the signatures that are known of calls which came back without one. */
    public CanonRequest filled(String owner, CanonRequest request) {
        var turns = new ArrayList<Turn>(request.turns().size());
        boolean found = false;
        for (Turn turn : request.turns()) {
            List<Part> parts = turn.parts().stream().map(part -> filled(owner, part)).toList();
            found |= !parts.equals(turn.parts());
            turns.add(new Turn(turn.role(), parts));
        }
        return found ? with(request, turns) : request;
    }

    private Part filled(String owner, Part part) {
        return part instanceof Part.ToolCall(var id, var name, var arguments, var signature)
                        && signature == null
                ? new Part.ToolCall(id, name, arguments, find(owner, id).orElse(null))
                : part;
    }

    private static CanonRequest with(CanonRequest request, List<Turn> turns) {
        return new CanonRequest(
                turns,
                request.tools(),
                request.toolChoice(),
                request.parallelTools(),
                request.maxOutput(),
                request.sampling(),
                request.stop(),
                request.format(),
                request.thinking(),
                request.summarised(),
                request.stream());
    }
}
