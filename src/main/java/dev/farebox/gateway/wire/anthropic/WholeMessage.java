package dev.farebox.gateway.wire.anthropic;

import dev.farebox.gateway.exchange.canon.CanonEvent;
import dev.farebox.gateway.exchange.canon.CanonEvent.ReasoningDelta;
import dev.farebox.gateway.exchange.canon.CanonEvent.ReasoningRedacted;
import dev.farebox.gateway.exchange.canon.CanonEvent.ReasoningSigned;
import dev.farebox.gateway.exchange.canon.CanonEvent.RefusalDelta;
import dev.farebox.gateway.exchange.canon.CanonEvent.Started;
import dev.farebox.gateway.exchange.canon.CanonEvent.Stopped;
import dev.farebox.gateway.exchange.canon.CanonEvent.TextDelta;
import dev.farebox.gateway.exchange.canon.CanonEvent.ToolArguments;
import dev.farebox.gateway.exchange.canon.CanonEvent.ToolStarted;
import dev.farebox.json.JsonTree;
import dev.farebox.usage.Usage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Puts a whole answer together as one message. */
final class WholeMessage {
    private final List<Block> blocks = new ArrayList<>();
    private final Map<Integer, Block> calls = new HashMap<>();
    private String model = "";
    private boolean declined;
    private @Nullable Stopped stopped;
    private Usage usage = Usage.NONE;

    /** A block while its text grows. */
    private static final class Block {
        final ObjectNode form;
        final StringBuilder text = new StringBuilder();

        Block(String type) {
            form = JsonTree.object().put("type", type);
        }

        boolean is(String type) {
            return form.path("type").stringValue().equals(type);
        }
    }

    void add(CanonEvent event) {
        switch (event) {
            case Started(_, String name) -> model = name;
            case TextDelta(String text) -> text(text);
            case RefusalDelta(String text) -> {
                declined = true;
                text(text);
            }
            case ReasoningDelta(String origin, String text) -> thinking(origin).text.append(text);
            case ReasoningSigned(String origin, String signature) ->
                    thinking(origin)
                            .form
                            .put("signature", Signatures.of(origin, signature))
                            .put("closed", true);
            case ReasoningRedacted(String origin, String data) ->
                    block("redacted_thinking").form.put("data", Signatures.of(origin, data));
            case ToolStarted call -> call(call);
            case ToolArguments(int index, String fragment) -> {
                Block call = calls.get(index);
                if (call != null) {
                    call.text.append(fragment);
                }
            }
            case Stopped stop -> stopped = stop;
            case CanonEvent.Metered(var reported) -> usage = reported;
        }
    }

    private Block block(String type) {
        var block = new Block(type);
        blocks.add(block);
        return block;
    }

    private void text(String text) {
        if (!text.isEmpty()) {
            (lastIs("text") ? blocks.getLast() : block("text")).text.append(text);
        }
    }

    /** The piece of thinking that is open, else a new one. */
    private Block thinking(String origin) {
        if (lastIs("thinking") && !blocks.getLast().form.has("closed")) {
            return blocks.getLast();
        }
        Block block = block("thinking");
        block.form.put("signature", Signatures.of(origin, ""));
        return block;
    }

    private boolean lastIs(String type) {
        return !blocks.isEmpty() && blocks.getLast().is(type);
    }

    private void call(ToolStarted call) {
        if (call.signature() != null) {
            Block carrier = block("thinking");
            carrier.form.put("signature", Signatures.ofCall(call.signature())).put("closed", true);
        }
        Block block = block("tool_use");
        block.form.put("id", call.id()).put("name", call.name());
        calls.put(call.index(), block);
    }

    byte[] body(String id, String asked) {
        ObjectNode message = AnswerForm.message(id, model.isEmpty() ? asked : model);
        var content = message.putArray("content");
        for (Block block : blocks) {
            content.add(finished(block));
        }
        AnswerForm.stop(message, stopped, !calls.isEmpty(), declined);
        message.set("usage", AnswerForm.usage(usage));
        return JsonTree.bytes(message);
    }

    private static ObjectNode finished(Block block) {
        block.form.remove("closed");
        if (block.is("text")) {
            block.form.put("text", block.text.toString());
        } else if (block.is("thinking")) {
            block.form.put("thinking", block.text.toString());
        } else if (block.is("tool_use")) {
            block.form.set("input", input(block.text.toString()));
        }
        return block.form;
    }

    /** This dialect has no other form for arguments than an object. */
    private static JsonNode input(String text) {
        return JsonTree.read(text)
                .filter(JsonNode::isObject)
                .orElseGet(() ->
                        text.isBlank()
                                ? JsonTree.object()
                                : JsonTree.object().put("arguments", text));
    }
}
