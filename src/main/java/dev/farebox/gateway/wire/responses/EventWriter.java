package dev.farebox.gateway.wire.responses;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.farebox.gateway.exchange.ByteSink;
import dev.farebox.json.JsonTree;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Numbers and writes the events of one answer and keeps its finished items. */
final class EventWriter {
    private static final byte[] EVENT = "event: ".getBytes(US_ASCII);
    private static final byte[] DATA = "\ndata: ".getBytes(US_ASCII);
    private static final byte[] END = "\n\n".getBytes(US_ASCII);

    private final String suffix;
    private final List<@Nullable ObjectNode> output = new ArrayList<>();
    private @Nullable ByteSink out;
    private long sequence = -1;

    /**
     * @param suffix of the ids of all items
     */
    EventWriter(String suffix) {
        this.suffix = suffix;
    }

    /** Null where the answer is not streamed. */
    void to(@Nullable ByteSink sink) {
        out = sink;
    }

    long sequence() {
        return sequence;
    }

    /** The place of the next item. */
    int place() {
        output.add(null);
        return output.size() - 1;
    }

    String id(String prefix, int place) {
        return prefix + "_" + suffix + "_" + place;
    }

    void finished(int place, ObjectNode item) {
        output.set(place, item);
    }

    ArrayNode output() {
        ArrayNode items = JsonTree.array();
        for (ObjectNode item : output) {
            if (item != null) {
                items.add(item);
            }
        }
        return items;
    }

    ObjectNode event(String type) {
        sequence++;
        return JsonTree.object().put("type", type).put("sequence_number", sequence);
    }

    /** About the item in a place. */
    ObjectNode event(String type, String itemId, int place) {
        return event(type).put("item_id", itemId).put("output_index", place);
    }

    void item(String type, int place, JsonNode item) {
        ObjectNode event = event(type).put("output_index", place);
        event.set("item", item);
        send(event);
    }

    void send(ObjectNode event) {
        if (out != null) {
            out.write(EVENT);
            out.write(Tree.text(event, "type").getBytes(US_ASCII));
            out.write(DATA);
            out.write(JsonTree.bytes(event));
            out.write(END);
        }
    }
}
