package dev.farebox.gateway.provider.responses;

import dev.farebox.gateway.exchange.AnswerSummary;
import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.SseEvent;
import dev.farebox.gateway.exchange.Step;
import dev.farebox.gateway.exchange.StreamReader;
import dev.farebox.gateway.exchange.TokenFactors;
import dev.farebox.gateway.exchange.UpstreamFault;
import dev.farebox.gateway.provider.openai.ReportedUsage;
import dev.farebox.gateway.provider.responses.OutputItem.Call;
import dev.farebox.gateway.provider.responses.ResponsesEvent.Body;
import dev.farebox.gateway.provider.responses.ResponsesEvent.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of one upstream's stream of a response.
 *
 * <p><b>Terminal.</b> An answer is complete with {@code response.completed} or {@code
 * response.incomplete}: the latter has reached a limit or a filter and is charged all the same.
 * {@code response.failed} and {@code error} are failures. Nothing else ends an answer, and {@code
 * [DONE]} is no part of this dialect.
 */
public final class ResponsesStreamReader implements StreamReader {
    private enum Ending {
        COMPLETE,
        FAILED,
        GARBAGE
    }

    private final ClientRequest request;
    private final TokenFactors factors;
    private final ToolUse tools = new ToolUse();
    private final Keepsakes items = new Keepsakes();
    private @Nullable Keepsakes kept;
    private @Nullable ToolUse reported;
    private @Nullable Ending ending;
    private @Nullable ReportedUsage usage;
    private @Nullable UpstreamFault fault;
    private String tier = "";
    private boolean refused;
    private boolean hosted;
    private long outputBytes;

    /** Of deltas whose item is not done. */
    private long open;

    private int callsBegun;

    public ResponsesStreamReader(ClientRequest request, TokenFactors factors) {
        this.request = request;
        this.factors = factors;
    }

    @Override
    public Step read(SseEvent event) {
        if (!event.hasData() || ending != null || isDone(event)) {
            return Step.NOISE;
        }
        return switch (ResponsesEvent.event(
                event.buffer(), event.dataOffset(), event.dataLength())) {
            case Outcome.Broken _, Outcome.Whole _ -> ended(Ending.GARBAGE, Step.GARBAGE);
            case Outcome.Event(ResponsesEvent read) -> {
                if (read.type.isEmpty()) {
                    read.type = event.name();
                }
                yield step(read);
            }
        };
    }

    /** Some servers that imitate the dialect end it as they end chat. */
    private static boolean isDone(SseEvent event) {
        return event.buffer()[event.dataOffset()] == '[' && event.data().strip().equals("[DONE]");
    }

    private Step step(ResponsesEvent event) {
        if (event.response != null) {
            response(event.response);
        }
        return switch (event.type) {
            case "response.completed", "response.incomplete", "response.done" ->
                    event.response == null ? failed(event.fault) : terminal(event.response);
            case "response.failed", "response.cancelled", "error" ->
                    failed(
                            event.fault != null || event.response == null
                                    ? event.fault
                                    : event.response.fault);
            case "response.output_item.added" -> begun(event.item);
            case "response.output_item.done" -> done(event.item);
            case "", "ping", "keepalive" -> event.fault == null ? Step.NOISE : failed(event.fault);
            default -> delta(event);
        };
    }

    private void response(Body response) {
        if (response.usage != null && response.usage.isReport()) {
            usage = response.usage;
        }
        if (!response.tier.isEmpty()) {
            tier = response.tier;
        }
    }

    private Step terminal(Body response) {
        if (response.status.equals("failed") || response.status.equals("cancelled")) {
            return failed(response.fault);
        }
        kept = response.keepsakes;
        kept.itemsOf(items);
        response.tools.atLeast(tools);
        reported = response.tools;
        refused |= response.refused || isRefusal(response.reason);
        hosted |= response.hosted;
        outputBytes = Math.max(outputBytes, response.written);
        return ended(Ending.COMPLETE, Step.LAST);
    }

    static boolean isRefusal(String reason) {
        return reason.equals("content_filter");
    }

    private Step failed(@Nullable UpstreamFault why) {
        fault = why;
        return ended(Ending.FAILED, Step.FAILED);
    }

    private Step ended(Ending how, Step step) {
        ending = how;
        return step;
    }

    private Step begun(@Nullable OutputItem item) {
        if (item != null && item.call() == Call.CLIENT) {
            callsBegun++;
        }
        return Step.FORWARD;
    }

    /** Adds what was not seen in deltas: some servers send whole items only. */
    private Step done(@Nullable OutputItem item) {
        if (item == null) {
            return Step.FORWARD;
        }
        items.item(item.id);
        outputBytes += Math.max(0, item.written - open);
        open = Math.max(0, open - item.written);
        refused |= item.refused;
        hosted |= item.isHosted();
        tools.count(item.call());
        return Step.FORWARD;
    }

    private Step delta(ResponsesEvent event) {
        if (event.type.endsWith(".delta") && !event.type.equals("response.audio.delta")) {
            outputBytes += event.delta;
            open += event.delta;
            refused |= event.type.equals("response.refusal.delta") && event.delta > 0;
        }
        return Step.FORWARD;
    }

    @Override
    public boolean holdsBack() {
        return ending == Ending.COMPLETE;
    }

    @Override
    public long estimatedOutput() {
        ToolUse counted = reported == null ? tools : reported;
        long unfinished = Math.max(0, callsBegun - counted.counted(Call.CLIENT));
        return counted.estimated(outputBytes, factors) + unfinished * factors.perToolCall();
    }

    /** What the upstream said when it failed, if it said anything. */
    @Nullable UpstreamFault fault() {
        return fault;
    }

    @Override
    public AnswerSummary summary() {
        return new AnswerSummary(
                ending == Ending.COMPLETE,
                refused,
                estimatedOutput(),
                ResponsesUsage.reading(
                        usage,
                        tier,
                        reported == null ? tools : reported,
                        ResponsesUsage.bounds(request, hosted, outputBytes)),
                ending != Ending.COMPLETE || kept == null ? List.of() : kept.all());
    }
}
