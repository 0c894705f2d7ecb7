package dev.farebox.gateway;

import dev.farebox.ledger.ExtendOutcome;
import io.vertx.core.Future;
import java.util.function.Function;

/** Live metering of one stream: keeps its hold ahead of what it consumes. On one event loop. */
final class StreamMeter {
    /** What the stream must do. */
    enum Advice {
        GO_ON,
        /** Nothing more may be received before the ledger has answered. */
        WAIT,
        /** Credit has ended. */
        STOP,
        /** The hold is not open any more: somebody else has settled it. */
        HOLD_LOST
    }

    private final Tariff tariff;
    private final Foreseen foreseen;
    private final Meter meter;
    private final long halfStep;
    private final Function<Meter.Demand.Extend, Future<ExtendOutcome>> ledger;
    private Runnable answered = () -> {};
    private long charge;
    private boolean lost;

    StreamMeter(
            Tariff tariff,
            Foreseen foreseen,
            Meter.Steps steps,
            long held,
            Function<Meter.Demand.Extend, Future<ExtendOutcome>> ledger) {
        this.tariff = tariff;
        this.foreseen = foreseen;
        this.meter = new Meter(steps, held, System.nanoTime());
        this.halfStep = Math.max(1, steps.growth() / 2);
        this.ledger = ledger;
    }

    /** {@code action} runs when the ledger has answered, whatever it said. */
    void whenAnswered(Runnable action) {
        answered = action;
    }

    /** {@code tokens} of output have been received in all, by our estimate. */
    Advice consumed(long tokens) {
        if (lost) {
            return Advice.HOLD_LOST;
        }
        charge = tariff.charge(foreseen.with(tokens));
        long ahead = tariff.charge(foreseen.with(tokens + halfStep));
        return switch (meter.consumed(tokens, charge, ahead, System.nanoTime())) {
            case Meter.Demand.Stop _ -> Advice.STOP;
            case Meter.Demand.None _ -> waitOrGoOn();
            case Meter.Demand.Extend extend -> {
                ask(extend);
                yield waitOrGoOn();
            }
        };
    }

    private Advice waitOrGoOn() {
        return mustWait() ? Advice.WAIT : Advice.GO_ON;
    }

    boolean mustWait() {
        return meter.mustWait(charge);
    }

    long held() {
        return meter.held();
    }

    private void ask(Meter.Demand.Extend extend) {
        ledger.apply(extend)
                .onComplete(
                        outcome -> {
                            take(outcome);
                            answered.run();
                        },
                        _ -> {
                            meter.unanswered();
                            answered.run();
                        });
    }

    private void take(ExtendOutcome outcome) {
        switch (outcome) {
            case ExtendOutcome.Extended(_, long amount) -> meter.extended(amount);
            case ExtendOutcome.InsufficientCredit _, ExtendOutcome.SpendCapReached _ ->
                    meter.refused();
            case ExtendOutcome.UnknownHold _ -> lost = true;
        }
    }
}
