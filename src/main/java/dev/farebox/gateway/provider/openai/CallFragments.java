package dev.farebox.gateway.provider.openai;

import dev.farebox.gateway.exchange.canon.CanonEvent;
import dev.farebox.json.JsonTree;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * Puts the fragments of tool calls together: an index names the call, its id and name come with the
 * first fragment.
 *
 * <p>Vendors also repeat id and name with every fragment, number all calls of an answer 0, leave
 * out the index or the id, send arguments as an object, or send arguments before the name. An id
 * that is missing is made from the chunk that begins the call, so that it is the same for whoever
 * reads the same answer.
 */
final class CallFragments {
    private static final class Call {
        final long upstreamIndex;
        final StringBuilder early = new StringBuilder();
        String id = "";
        String name = "";
        int index;
        boolean started;

        Call(long upstreamIndex) {
            this.upstreamIndex = upstreamIndex;
        }
    }

    /** Where the old {@code function_call} is kept, and calls without an index. */
    private static final long NO_INDEX = -1;

    /** The newest of each index: a fragment is never for an older one. */
    private final Map<Long, Call> newest = new HashMap<>();

    private int started;

    boolean any() {
        return started > 0;
    }

    void read(JsonNode delta, JsonNode chunk, Consumer<CanonEvent> out) {
        for (JsonNode fragment : delta.path("tool_calls")) {
            JsonNode function = fragment.path("function");
            JsonNode index = fragment.path("index");
            long at = index.isIntegralNumber() ? index.asLong(NO_INDEX) : NO_INDEX;
            fragment(at, fragment.path("id").asString(""), function, chunk, out);
        }
        JsonNode old = delta.path("function_call");
        if (old.isObject()) {
            fragment(NO_INDEX, "", old, chunk, out);
        }
    }

    private void fragment(
            long index, String id, JsonNode function, JsonNode chunk, Consumer<CanonEvent> out) {
        String name = function.path("name").asString("");
        Call call = call(index, id, name);
        if (call.id.isEmpty()) {
            call.id = id;
        }
        if (call.name.isEmpty()) {
            call.name = name;
        }
        call.early.append(arguments(function.path("arguments")));
        if (!call.started && !call.name.isEmpty()) {
            call.index = started++;
            call.started = true;
            String known = call.id.isEmpty() ? made(chunk, call.index) : call.id;
            out.accept(new CanonEvent.ToolStarted(call.index, known, call.name, null));
        }
        if (call.started && !call.early.isEmpty()) {
            out.accept(new CanonEvent.ToolArguments(call.index, call.early.toString()));
            call.early.setLength(0);
        }
    }

    private Call call(long index, String id, String name) {
        Call last = newest.get(index);
        if (last != null && !isAnother(last, id, name)) {
            return last;
        }
        var call = new Call(index);
        newest.put(index, call);
        return call;
    }

    /** Some vendors make up an id for every fragment: only one with a name begins a call. */
    private static boolean isAnother(Call last, String id, String name) {
        if (name.isEmpty() || last.name.isEmpty()) {
            return false;
        }
        boolean otherId = !id.isEmpty() && !last.id.isEmpty() && !id.equals(last.id);
        return otherId || (last.upstreamIndex == NO_INDEX && id.isEmpty());
    }

    private static String arguments(JsonNode arguments) {
        return arguments.isObject() ? arguments.toString() : arguments.asString("");
    }

    private static String made(JsonNode chunk, int index) {
        UUID name = UUID.nameUUIDFromBytes(JsonTree.bytes(chunk));
        return "call_" + name.toString().replace("-", "").substring(0, 24) + index;
    }
}
