package dev.farebox.gateway.wire.responses;

import dev.farebox.gateway.wire.responses.DeclaredTools.Declared;
import dev.farebox.json.JsonTree;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A call of a tool, in the words in which the client has declared it. */
final class CallItem implements Item {
    private final EventWriter events;
    private final Declared tool;
    private final String callId;
    private final int place;
    private final String id;
    private final StringBuilder arguments = new StringBuilder();

    CallItem(EventWriter events, Declared tool, String callId) {
        this.events = events;
        this.tool = tool;
        this.callId = callId;
        this.place = events.place();
        this.id = events.id(tool.custom() ? "ctc" : "fc", place);
        events.item("response.output_item.added", place, item("", "in_progress"));
    }

    /** Free text is only known when the JSON around it is whole. */
    void arguments(String fragment) {
        arguments.append(fragment);
        if (!tool.custom() && !fragment.isEmpty()) {
            events.send(
                    events.event("response.function_call_arguments.delta", id, place)
                            .put("delta", fragment));
        }
    }

    @Override
    public void close() {
        String whole =
                tool.custom() ? freeText() : arguments.isEmpty() ? "{}" : arguments.toString();
        if (tool.custom()) {
            events.send(
                    events.event("response.custom_tool_call_input.delta", id, place)
                            .put("delta", whole));
            events.send(
                    events.event("response.custom_tool_call_input.done", id, place)
                            .put("input", whole));
        } else {
            events.send(
                    events.event("response.function_call_arguments.done", id, place)
                            .put("name", tool.name())
                            .put("arguments", whole));
        }
        ObjectNode item = item(whole, "completed");
        events.finished(place, item);
        events.item("response.output_item.done", place, item);
    }

    private String freeText() {
        JsonNode read = Tree.read(arguments.toString());
        JsonNode input = read.get("input");
        return input != null && input.isString() ? input.stringValue() : arguments.toString();
    }

    private ObjectNode item(String content, String status) {
        ObjectNode item =
                JsonTree.object()
                        .put("type", tool.custom() ? "custom_tool_call" : "function_call")
                        .put("id", id)
                        .put("call_id", callId)
                        .put("name", tool.name());
        if (!tool.namespace().isEmpty()) {
            item.put("namespace", tool.namespace());
        }
        return tool.custom()
                ? item.put("input", content)
                : item.put("arguments", content).put("status", status);
    }
}
