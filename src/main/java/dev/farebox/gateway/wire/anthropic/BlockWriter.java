package dev.farebox.gateway.wire.anthropic;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.farebox.gateway.exchange.ByteSink;
import dev.farebox.json.JsonTree;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Writes content blocks one after the other: the one that is open is closed before the next. */
final class BlockWriter {
    private static final byte[] EVENT = "event: ".getBytes(US_ASCII);
    private static final byte[] DATA = "\ndata: ".getBytes(US_ASCII);
    private static final byte[] END = "\n\n".getBytes(US_ASCII);

    /** The type of the block that is open, null where none is. */
    private @Nullable String open;

    private int index = -1;

    /** Whose thinking the open block holds; empty where it is signed already. */
    private String unsigned = "";

    boolean isOpen(String type) {
        return type.equals(open);
    }

    void text(String text, ByteSink out) {
        if (text.isEmpty()) {
            return;
        }
        if (!isOpen("text")) {
            open(block("text").put("text", ""), out);
        }
        delta("text_delta", "text", text, out);
    }

    void thinking(String origin, String text, ByteSink out) {
        if (!isOpen("thinking")) {
            open(block("thinking").put("thinking", "").put("signature", ""), out);
        }
        unsigned = origin;
        if (!text.isEmpty()) {
            delta("thinking_delta", "thinking", text, out);
        }
    }

    /** Signs the thinking that is open, else an empty piece, and closes it. */
    void signature(String origin, String signature, ByteSink out) {
        thinking(origin, "", out);
        sign(Signatures.of(origin, signature), out);
        close(out);
    }

    void redacted(String origin, String data, ByteSink out) {
        open(block("redacted_thinking").put("data", Signatures.of(origin, data)), out);
        close(out);
    }

    void tool(String id, String name, @Nullable String signature, ByteSink out) {
        if (signature != null) {
            close(out);
            thinking("", "", out);
            sign(Signatures.ofCall(signature), out);
        }
        ObjectNode block = block("tool_use").put("id", id).put("name", name);
        block.putObject("input");
        open(block, out);
    }

    void arguments(String fragment, ByteSink out) {
        if (!fragment.isEmpty()) {
            delta("input_json_delta", "partial_json", fragment, out);
        }
    }

    void close(ByteSink out) {
        if (open == null) {
            return;
        }
        if (isOpen("thinking") && !unsigned.isEmpty() && !unsigned.equals(Signatures.ANTHROPIC)) {
            sign(Signatures.of(unsigned, ""), out);
        }
        open = null;
        unsigned = "";
        event(event("content_block_stop").put("index", index), out);
    }

    private void sign(String signature, ByteSink out) {
        unsigned = "";
        delta("signature_delta", "signature", signature, out);
    }

    private void open(ObjectNode block, ByteSink out) {
        close(out);
        open = block.path("type").stringValue();
        index++;
        ObjectNode event = event("content_block_start").put("index", index);
        event.set("content_block", block);
        event(event, out);
    }

    private void delta(String type, String member, String text, ByteSink out) {
        ObjectNode event = event("content_block_delta").put("index", index);
        event.putObject("delta").put("type", type).put(member, text);
        event(event, out);
    }

    private static ObjectNode block(String type) {
        return JsonTree.object().put("type", type);
    }

    static ObjectNode event(String type) {
        return JsonTree.object().put("type", type);
    }

    /** The event is named by its type. */
    static void event(ObjectNode event, ByteSink out) {
        byte[] json = JsonTree.bytes(event);
        var bytes = new ByteArrayOutputStream(json.length + 64);
        bytes.writeBytes(EVENT);
        bytes.writeBytes(event.path("type").stringValue().getBytes(US_ASCII));
        bytes.writeBytes(DATA);
        bytes.writeBytes(json);
        bytes.writeBytes(END);
        out.write(bytes.toByteArray());
    }
}
