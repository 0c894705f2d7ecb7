package dev.farebox.gateway.provider.anthropic;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.farebox.gateway.exchange.AnswerSummary;
import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.SseEvent;
import dev.farebox.gateway.exchange.Step;
import dev.farebox.gateway.exchange.StreamReader;
import dev.farebox.gateway.exchange.TokenFactors;
import dev.farebox.gateway.exchange.UsageBounds;
import dev.farebox.gateway.exchange.UsageReading;
import dev.farebox.gateway.provider.anthropic.AnthropicUsage.Circumstances;

/**
 * Reads the events of one upstream's message in order.
 *
 * <p><b>Terminal</b> is the {@code message_delta} that says why the message stops: it carries the
 * final usage, and an SDK takes what follows for formality. A {@code message_stop} before it is
 * terminal too. A second {@code message_start}, with which SDKs give up, is read but not for the
 * client; events of unknown types are.
 *
 * <p><b>Usage</b> before the final one is the start's exact input with our own count of the output,
 * marked as estimated.
 */
final class MessagesStreamReader implements StreamReader {
    private static final byte[] DONE = "[DONE]".getBytes(US_ASCII);

    /** How the stream stands. */
    private enum State {
        OPEN,
        TERMINAL,
        OVER,
        FAILED
    }

    private final ClientRequest request;
    private final TokenFactors factors;
    private final MessageScan scan = new MessageScan();
    private State state = State.OPEN;
    private boolean started;

    MessagesStreamReader(ClientRequest request, TokenFactors factors) {
        this.request = request;
        this.factors = factors;
    }

    @Override
    public Step read(SseEvent event) {
        if (!event.hasData()
                || state == State.OVER
                || state == State.FAILED
                || event.dataEquals(DONE)) {
            return Step.NOISE;
        }
        String broken = scan.read(event.buffer(), event.dataOffset(), event.dataLength());
        String type = scan.type.isEmpty() ? event.name() : scan.type;
        if (type.equals("error") || event.name().equals("error") || isBareFault(type)) {
            return fail(Step.FAILED);
        }
        return broken == null ? step(type) : fail(Step.GARBAGE);
    }

    private boolean isBareFault(String type) {
        return scan.fault != null && (type.isEmpty() || type.equals("message"));
    }

    private Step step(String type) {
        return switch (type) {
            case "", "ping" -> Step.NOISE;
            case "message_start" -> {
                boolean again = started;
                started = true;
                yield again ? Step.NOISE : Step.FORWARD;
            }
            case "message_delta" -> scan.stops ? end(State.TERMINAL, Step.FORWARD) : Step.FORWARD;
            case "message_stop" -> end(State.OVER, Step.LAST);
            default -> Step.FORWARD;
        };
    }

    /** A message that ends before it began is none. */
    private Step end(State how, Step step) {
        if (!started) {
            return fail(Step.GARBAGE);
        }
        state = how;
        return step;
    }

    private Step fail(Step step) {
        state = State.FAILED;
        return step;
    }

    @Override
    public boolean holdsBack() {
        return state == State.TERMINAL || state == State.OVER;
    }

    @Override
    public long estimatedOutput() {
        return factors.output(scan.outputBytes, scan.toolCalls);
    }

    @Override
    public AnswerSummary summary() {
        return summary(scan, holdsBack(), request, factors);
    }

    static AnswerSummary summary(
            MessageScan scan, boolean complete, ClientRequest request, TokenFactors factors) {
        long estimated = factors.output(scan.outputBytes, scan.toolCalls);
        boolean isFinal = complete && scan.saysOutput();
        var bounds = UsageBounds.of(request.input(), 1, scan.outputBytes);
        UsageReading usage =
                AnthropicUsage.reading(
                        scan.counts(),
                        new Circumstances(
                                () -> CacheMarkers.askForOneHour(request.body()),
                                isFinal ? -1 : estimated,
                                new Plausible(bounds, scan.serverCalls)));
        return new AnswerSummary(complete, scan.stopReason.equals("refusal"), estimated, usage);
    }
}
