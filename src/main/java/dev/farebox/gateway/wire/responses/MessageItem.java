package dev.farebox.gateway.wire.responses;

import dev.farebox.json.JsonTree;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A message of the model: text, and words with which it declines. */
final class MessageItem implements Item {
    private final EventWriter events;
    private final int place;
    private final String id;
    private final ArrayNode content = JsonTree.array();
    private final StringBuilder text = new StringBuilder();
    private boolean open;
    private boolean refusal;

    MessageItem(EventWriter events) {
        this.events = events;
        this.place = events.place();
        this.id = events.id("msg", place);
        events.item("response.output_item.added", place, item("in_progress"));
    }

    void text(String delta) {
        begin(false);
        text.append(delta);
        ObjectNode event = part("response.output_text.delta").put("delta", delta);
        event.putArray("logprobs");
        events.send(event);
    }

    void refusal(String delta) {
        begin(true);
        text.append(delta);
        events.send(part("response.refusal.delta").put("delta", delta));
    }

    @Override
    public void close() {
        end();
        ObjectNode item = item("completed");
        item.set("content", content);
        events.finished(place, item);
        events.item("response.output_item.done", place, item);
    }

    private void begin(boolean declines) {
        if (open && refusal != declines) {
            end();
        }
        if (!open) {
            open = true;
            refusal = declines;
            text.setLength(0);
            ObjectNode event = part("response.content_part.added");
            event.set("part", content(""));
            events.send(event);
        }
    }

    private void end() {
        if (!open) {
            return;
        }
        String whole = text.toString();
        if (refusal) {
            events.send(part("response.refusal.done").put("refusal", whole));
        } else {
            ObjectNode event = part("response.output_text.done").put("text", whole);
            event.putArray("logprobs");
            events.send(event);
        }
        ObjectNode event = part("response.content_part.done");
        event.set("part", content(whole));
        events.send(event);
        content.add(content(whole));
        open = false;
    }

    private ObjectNode part(String type) {
        return events.event(type, id, place).put("content_index", content.size());
    }

    private ObjectNode content(String words) {
        if (refusal) {
            return JsonTree.object().put("type", "refusal").put("refusal", words);
        }
        ObjectNode part = JsonTree.object().put("type", "output_text").put("text", words);
        part.putArray("annotations");
        part.putArray("logprobs");
        return part;
    }

    private ObjectNode item(String status) {
        ObjectNode item =
                JsonTree.object()
                        .put("type", "message")
                        .put("id", id)
                        .put("status", status)
                        .put("role", "assistant");
        item.putArray("content");
        return item;
    }
}
