package dev.farebox.gateway.exchange.canon;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers what a provider needs back with a call, by the call's id, for clients whose dialect
 * cannot carry it. Holds the most recently used ones up to a fixed number; what is forgotten costs
 * the model its train of thought, never the answer. Thread-safe; guarded by itself, for no longer
 * than a map operation.
 */
public final class SignatureStash {
    /** Longer ones are not kept, so that memory is bounded. */
    static final int MAX_LENGTH = 131_072;

    static final int MAX_ID_LENGTH = 256;

    private final int capacity;
    private final Map<String, String> byCall = new LinkedHashMap<>(16, 0.75f, true);

    public SignatureStash(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("a stash for " + capacity);
        }
        this.capacity = capacity;
    }

    /** Keeps the signature of a call that has just been made; other events have none. */
    public void note(CanonEvent event) {
        if (event instanceof CanonEvent.ToolStarted(_, var id, _, var signature)
                && signature != null) {
            put(id, signature);
        }
    }

    public synchronized void put(String callId, String signature) {
        if (callId.length() > MAX_ID_LENGTH || signature.length() > MAX_LENGTH) {
            return;
        }
        byCall.put(callId, signature);
        if (byCall.size() > capacity) {
            var eldest = byCall.entrySet().iterator();
            eldest.next();
            eldest.remove();
        }
    }

    public synchronized Optional<String> find(String callId) {
        return Optional.ofNullable(byCall.get(callId));
    }

    /** The request with the signatures that are known of calls which came back without one. */
    public CanonRequest filled(CanonRequest request) {
        var turns = new ArrayList<Turn>(request.turns().size());
        boolean found = false;
        for (Turn turn : request.turns()) {
            List<Part> parts = turn.parts().stream().map(this::filled).toList();
            found |= !parts.equals(turn.parts());
            turns.add(new Turn(turn.role(), parts));
        }
        return found ? with(request, turns) : request;
    }

    private Part filled(Part part) {
        return part instanceof Part.ToolCall(var id, var name, var arguments, var signature)
                        && signature == null
                ? new Part.ToolCall(id, name, arguments, find(id).orElse(null))
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
