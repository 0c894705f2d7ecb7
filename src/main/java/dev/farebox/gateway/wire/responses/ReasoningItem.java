package dev.farebox.gateway.wire.responses;

import dev.farebox.json.JsonTree;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Thinking: what may be read of it as one summary, and what its provider needs back. */
final class ReasoningItem implements Item {
    private final EventWriter events;
    private final int place;
    private final String id;
    private final StringBuilder text = new StringBuilder();
    private boolean open;
    private @Nullable Seal seal;

    ReasoningItem(EventWriter events) {
        this.events = events;
        this.place = events.place();
        this.id = events.id("rs", place);
        events.item("response.output_item.added", place, item());
    }

    void text(String delta) {
        if (!open) {
            open = true;
            ObjectNode event = part("response.reasoning_summary_part.added");
            event.set("part", summary(""));
            events.send(event);
        }
        text.append(delta);
        events.send(part("response.reasoning_summary_text.delta").put("delta", delta));
    }

    void seal(Seal by) {
        seal = by;
    }

    @Override
    public void close() {
        ObjectNode item = item();
        if (open) {
            String whole = text.toString();
            events.send(part("response.reasoning_summary_text.done").put("text", whole));
            ObjectNode event = part("response.reasoning_summary_part.done");
            event.set("part", summary(whole));
            events.send(event);
            item.putArray("summary").add(summary(whole));
        }
        if (seal != null) {
            item.put("encrypted_content", seal.written());
        }
        events.finished(place, item);
        events.item("response.output_item.done", place, item);
    }

    private ObjectNode part(String type) {
        return events.event(type, id, place).put("summary_index", 0);
    }

    private static ObjectNode summary(String words) {
        return JsonTree.object().put("type", "summary_text").put("text", words);
    }

    private ObjectNode item() {
        ObjectNode item = JsonTree.object().put("type", "reasoning").put("id", id);
        item.putArray("summary");
        return item;
    }
}
