package dev.farebox.gateway.provider.openai;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.farebox.gateway.exchange.AnswerSummary;
import dev.farebox.gateway.exchange.InputSize;
import dev.farebox.gateway.exchange.SseEvent;
import dev.farebox.gateway.exchange.Step;
import dev.farebox.gateway.exchange.StreamReader;
import dev.farebox.gateway.exchange.TokenFactors;
import dev.farebox.gateway.exchange.UpstreamFault;
import dev.farebox.gateway.exchange.UsageBounds;
import dev.farebox.gateway.provider.openai.ChatEvent.Delta;
import dev.farebox.gateway.provider.openai.ChatSummary.Ending;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of one upstream chat stream in order. Not thread-safe.
 *
 * <p><b>Terminal.</b> An SDK reports success once every choice has its {@code finish_reason}, so
 * the terminal event is the one with which the last of the choices asked for finishes; a finish of
 * an earlier choice is an ordinary delta. Where an upstream never says it, {@code [DONE]} is
 * terminal. From the terminal event on, everything is held back until the charge is durable.
 */
public final class ChatStreamReader implements StreamReader {
    private static final byte[] DONE = "[DONE]".getBytes(US_ASCII);
    private static final Set<String> REFUSALS = Set.of("content_filter", "refusal", "safety");
    private static final ChatEvent OPENING = new ChatEvent.Opening();
    private static final ChatEvent NOISE = new ChatEvent.Noise();

    private final int choices;
    private final InputSize input;
    private final TokenFactors factors;
    private final Chunk chunk = new Chunk();
    private @Nullable ChunkShape shape;
    private @Nullable Ending ending;
    private boolean done;
    private long outputBytes;

    /**
     * @param choices how many answers the client asked for
     * @param input what was sent, from which it follows how much usage can be believed
     */
    public ChatStreamReader(int choices, InputSize input, TokenFactors factors) {
        this.choices = choices;
        this.input = input;
        this.factors = factors;
    }

    @Override
    public Step read(SseEvent event) {
        return switch (classify(event)) {
            case ChatEvent.Opening _, Delta _, ChatEvent.Terminal _ -> Step.FORWARD;
            case ChatEvent.UsageOnly _ -> Step.USAGE_ONLY;
            case ChatEvent.Done _ -> Step.LAST;
            case ChatEvent.Failed _ -> Step.FAILED;
            case ChatEvent.Noise _ -> Step.NOISE;
            case ChatEvent.Garbage _ -> Step.GARBAGE;
        };
    }

    /** Classifies the next event. */
    ChatEvent classify(SseEvent event) {
        if (!event.hasData() || done || ending == Ending.FAILED || ending == Ending.GARBAGE) {
            return NOISE;
        }
        if (shape != null && !event.isNamed()) {
            int from = event.dataOffset();
            int length = shape.measure(event.buffer(), from, from + event.dataLength());
            if (length >= 0) {
                return shape.isReasoning() ? delta(0, length, 0) : delta(length, 0, 0);
            }
        }
        if (isDone(event)) {
            done = true;
            ending = Ending.COMPLETE;
            return new ChatEvent.Done();
        }
        return parse(event);
    }

    private static boolean isDone(SseEvent event) {
        return event.dataLength() >= DONE.length
                && event.buffer()[event.dataOffset()] == '['
                && event.data().strip().equals("[DONE]");
    }

    private ChatEvent parse(SseEvent event) {
        String broken = chunk.read(event.buffer(), event.dataOffset(), event.dataLength());
        if (event.isNamed() && event.name().equals("error")) {
            return failed(
                    chunk.fault == null
                            ? new UpstreamFault(0, null, null, null, "an error event")
                            : chunk.fault);
        }
        if (broken != null) {
            ending = Ending.GARBAGE;
            return new ChatEvent.Garbage(broken);
        }
        if (chunk.fault != null) {
            return failed(chunk.fault);
        }
        if (chunk.choices == 0 && chunk.hasUsage) {
            return new ChatEvent.UsageOnly();
        }
        return chunk.hasChoices ? content(event) : NOISE;
    }

    private ChatEvent failed(UpstreamFault fault) {
        ending = Ending.FAILED;
        return new ChatEvent.Failed(fault);
    }

    private ChatEvent content(SseEvent event) {
        ContentMeter meter = chunk.content;
        if (chunk.finishes && chunk.finished.cardinality() >= choices) {
            ending = Ending.COMPLETE;
            outputBytes += meter.text + meter.reasoning + meter.tool;
            return new ChatEvent.Terminal(
                    chunk.finishReason, new Delta(meter.text, meter.reasoning, meter.tool));
        }
        if (!chunk.finishes && !chunk.hasUsage && chunk.choices == 1 && meter.hasSole()) {
            int from = event.dataOffset();
            shape = ChunkShape.of(chunk, event.buffer(), from, from + event.dataLength());
        }
        return delta(meter.text, meter.reasoning, meter.tool);
    }

    private ChatEvent delta(int text, int reasoning, int tool) {
        outputBytes += text + reasoning + tool;
        return text + reasoning + tool == 0 ? OPENING : new Delta(text, reasoning, tool);
    }

    @Override
    public boolean holdsBack() {
        return ending == Ending.COMPLETE;
    }

    @Override
    public long estimatedOutput() {
        return factors.output(outputBytes, chunk.content.toolCalls());
    }

    /** Bytes of text, reasoning and tool arguments received so far. */
    public long outputBytes() {
        return outputBytes;
    }

    @Override
    public AnswerSummary summary() {
        return details().inShort();
    }

    /** What was read so far comes to; call at the end or when breaking off. */
    ChatSummary details() {
        return summary(
                chunk,
                ending == null ? Ending.CUT : ending,
                outputBytes,
                factors,
                UsageBounds.of(input, choices, outputBytes));
    }

    static ChatSummary summary(
            Chunk answer, Ending ending, long bytes, TokenFactors factors, UsageBounds bounds) {
        int calls = answer.content.toolCalls();
        return new ChatSummary(
                ending,
                answer.finishReason,
                answer.content.refused || REFUSALS.contains(answer.finishReason),
                bytes,
                calls,
                factors.output(bytes, calls),
                answer.model,
                ChatUsage.reading(answer.usage, answer.tier, bounds));
    }
}
