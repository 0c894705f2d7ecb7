package dev.farebox.gateway.wire.openai;

import dev.farebox.gateway.exchange.canon.CanonEvent;
import dev.farebox.gateway.exchange.canon.CanonEvent.Metered;
import dev.farebox.gateway.exchange.canon.CanonEvent.ReasoningDelta;
import dev.farebox.gateway.exchange.canon.CanonEvent.ReasoningRedacted;
import dev.farebox.gateway.exchange.canon.CanonEvent.ReasoningSigned;
import dev.farebox.gateway.exchange.canon.CanonEvent.RefusalDelta;
import dev.farebox.gateway.exchange.canon.CanonEvent.Started;
import dev.farebox.gateway.exchange.canon.CanonEvent.Stopped;
import dev.farebox.gateway.exchange.canon.CanonEvent.TextDelta;
import dev.farebox.gateway.exchange.canon.CanonEvent.ToolArguments;
import dev.farebox.gateway.exchange.canon.CanonEvent.ToolStarted;
import dev.farebox.gateway.exchange.canon.StopReason;
import dev.farebox.json.JsonTree;
import dev.farebox.usage.Usage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Gathers the events of an answer into the one choice of a whole chat completion. */
final class WholeChat {
    private final ChatCalls calls;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder refusal = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private StopReason reason = StopReason.STOP;
    private String model = "";
    private @Nullable Usage usage;

    WholeChat(ChatCalls calls) {
        this.calls = calls;
    }

    void add(CanonEvent event) {
        switch (event) {
            case Started(_, String upstream) -> model = upstream;
            case TextDelta(String piece) -> text.append(piece);
            case RefusalDelta(String piece) -> refusal.append(piece);
            case ReasoningDelta(_, String piece) -> reasoning.append(piece);
            case ReasoningSigned _, ReasoningRedacted _ -> {}
            case ToolStarted call -> calls.started(call);
            case ToolArguments piece -> calls.more(piece);
            case Stopped stopped -> reason = stopped.reason();
            case Metered(Usage reported) -> usage = reported;
        }
    }

    String model() {
        return model;
    }

    Optional<Usage> usage() {
        return Optional.ofNullable(usage);
    }

    ObjectNode choice() {
        ObjectNode choice = JsonTree.object().put("index", 0);
        ObjectNode message = choice.putObject("message").put("role", "assistant");
        boolean silent = text.isEmpty() && (calls.any() || !refusal.isEmpty());
        message.put("content", silent ? null : text.toString());
        message.put("refusal", refusal.isEmpty() ? null : refusal.toString());
        if (!reasoning.isEmpty()) {
            message.put("reasoning_content", reasoning.toString());
        }
        if (calls.any()) {
            var all = message.putArray("tool_calls");
            calls.whole().forEach(all::add);
        }
        choice.putNull("logprobs").put("finish_reason", ChatFinish.of(reason, calls.any()));
        return choice;
    }
}
