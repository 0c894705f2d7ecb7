package dev.farebox.gateway.wire.anthropic;

import dev.farebox.gateway.exchange.ByteSink;
import dev.farebox.gateway.exchange.canon.CanonEvent;
import dev.farebox.gateway.exchange.canon.CanonEvent.ReasoningDelta;
import dev.farebox.gateway.exchange.canon.CanonEvent.ReasoningRedacted;
import dev.farebox.gateway.exchange.canon.CanonEvent.ReasoningSigned;
import dev.farebox.gateway.exchange.canon.CanonEvent.RefusalDelta;
import dev.farebox.gateway.exchange.canon.CanonEvent.TextDelta;
import dev.farebox.gateway.exchange.canon.CanonEvent.ToolArguments;
import dev.farebox.gateway.exchange.canon.CanonEvent.ToolStarted;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts content in the order of blocks, of which one is open at a time.
 *
 * <p>Pieces of several calls may alternate: the first call is written as it comes, and whatever
 * else comes before its arguments are complete waits behind it. What waits is bounded; beyond that
 * everything is written in order, and later pieces of a closed call are lost, which only an
 * upstream brings about that interleaves megabytes.
 */
final class ContentWriter {
    private static final int MOST_WAITING = 8 << 20;

    /** What stands in line: a call with its arguments so far, or another event. */
    private record Waiting(CanonEvent event, StringBuilder arguments) {}

    private final BlockWriter blocks = new BlockWriter();
    private final ArrayDeque<Waiting> line = new ArrayDeque<>();
    private final Map<Integer, Waiting> waitingCalls = new HashMap<>();
    private long waitingSize;
    private int openCall = -1;
    private @Nullable JsonProgress progress;
    private boolean called;
    private boolean declined;

    boolean called() {
        return called;
    }

    boolean declined() {
        return declined;
    }

    void add(CanonEvent event, ByteSink out) {
        if (event instanceof ToolArguments(int index, String fragment)) {
            arguments(index, fragment, out);
        } else if (isCallOpen()) {
            queue(event);
        } else {
            write(event, out);
        }
        if (!isCallOpen() || waitingSize > MOST_WAITING) {
            drain(waitingSize > MOST_WAITING, out);
        }
    }

    /** Everything is there: writes what waits, complete or not, and closes the last block. */
    void end(ByteSink out) {
        drain(true, out);
        blocks.close(out);
    }

    private boolean isCallOpen() {
        return progress != null && blocks.isOpen("tool_use") && !progress.isComplete();
    }

    private void arguments(int index, String fragment, ByteSink out) {
        if (blocks.isOpen("tool_use") && index == openCall && progress != null) {
            progress.add(fragment);
            blocks.arguments(fragment, out);
            return;
        }
        Waiting call = waitingCalls.get(index);
        if (call != null) {
            call.arguments.append(fragment);
            waitingSize += fragment.length();
        }
    }

    private void queue(CanonEvent event) {
        var waiting = new Waiting(event, new StringBuilder());
        line.add(waiting);
        waitingSize += 64;
        switch (event) {
            case ToolStarted call -> waitingCalls.put(call.index(), waiting);
            case TextDelta(String text) -> waitingSize += text.length();
            case RefusalDelta(String text) -> waitingSize += text.length();
            case ReasoningDelta(_, String text) -> waitingSize += text.length();
            case ReasoningRedacted(_, String data) -> waitingSize += data.length();
            case ReasoningSigned(_, String signature) -> waitingSize += signature.length();
            case ToolArguments _,
                    CanonEvent.Started _,
                    CanonEvent.Stopped _,
                    CanonEvent.Metered _ -> {}
        }
    }

    private void drain(boolean all, ByteSink out) {
        while (!line.isEmpty() && (all || !isCallOpen())) {
            Waiting next = line.remove();
            write(next.event, out);
            if (next.event instanceof ToolStarted call) {
                waitingCalls.remove(call.index());
                arguments(call.index(), next.arguments.toString(), out);
            }
        }
        if (line.isEmpty()) {
            waitingSize = 0;
        }
    }

    private void write(CanonEvent event, ByteSink out) {
        switch (event) {
            case TextDelta(String text) -> blocks.text(text, out);
            case RefusalDelta(String text) -> {
                declined = true;
                blocks.text(text, out);
            }
            case ReasoningDelta(String origin, String text) -> blocks.thinking(origin, text, out);
            case ReasoningSigned(String origin, String signature) ->
                    blocks.signature(origin, signature, out);
            case ReasoningRedacted(String origin, String data) ->
                    blocks.redacted(origin, data, out);
            case ToolStarted(int index, String id, String name, var signature) -> {
                called = true;
                openCall = index;
                progress = new JsonProgress();
                blocks.tool(id, name, signature, out);
            }
            case ToolArguments _,
                    CanonEvent.Started _,
                    CanonEvent.Stopped _,
                    CanonEvent.Metered _ -> {}
        }
    }
}
