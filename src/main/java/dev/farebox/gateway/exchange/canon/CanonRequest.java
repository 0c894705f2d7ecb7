package dev.farebox.gateway.exchange.canon;

import java.util.List;
import java.util.OptionalLong;

/**
 * A request to talk, in no vendor's dialect.
 *
 * @param parallelTools whether the model may call several tools in one turn
 * @param maxOutput in tokens, thinking included
 * @param stop texts at which the answer ends
 * @param summarised whether the client wants to see what may be read of the thinking
 */
public record CanonRequest(
        List<Turn> turns,
        List<Tool> tools,
        ToolChoice toolChoice,
        boolean parallelTools,
        OptionalLong maxOutput,
        Sampling sampling,
        List<String> stop,
        Format format,
        Thinking thinking,
        boolean summarised,
        boolean stream) {
    public CanonRequest {
        turns = List.copyOf(turns);
        tools = List.copyOf(tools);
        stop = List.copyOf(stop);
    }
}
