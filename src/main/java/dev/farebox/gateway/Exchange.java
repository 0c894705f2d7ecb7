package dev.farebox.gateway;

import dev.farebox.gateway.exchange.FailureClass;
import dev.farebox.gateway.exchange.GatewayProblem;
import dev.farebox.gateway.exchange.Reply;
import dev.farebox.gateway.exchange.canon.CanonEvent;
import dev.farebox.gateway.route.Channel;
import dev.farebox.identity.ApiKey;
import dev.farebox.ledger.AccountId;
import dev.farebox.ledger.CaptureHold;
import dev.farebox.ledger.CaptureOutcome;
import dev.farebox.ledger.ExtendHold;
import dev.farebox.ledger.ExtendOutcome;
import dev.farebox.ledger.HoldId;
import dev.farebox.ledger.PlaceHold;
import dev.farebox.ledger.PlaceOutcome;
import dev.farebox.ledger.SpendCaps;
import dev.farebox.problem.ProblemCode;
import dev.farebox.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One admitted request, from its hold to its receipt: reserve, dispatch, relay, settle, answer. The
 * methods stand in that order.
 *
 * <p>Its id is the hold's id and for ever the usage line's. Whatever happens after the hold is
 * placed ends in {@link #settle}, once. Used on one event loop.
 */
final class Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    private final Loop loop;
    private final HttpServerRequest client;
    private final Admitted admitted;
    private final String requestId;
    private final Receipt receipt;
    private final AccountId account;
    private final HoldId hold;
    private final SpendCaps caps;
    private final long bodyBytes;
    private State state = new State.Reserving();
    private boolean clientGone;

    /** {@code bodyBytes} of the budget are given back when the exchange ends. */
    Exchange(
            Loop loop,
            HttpServerRequest client,
            UUID id,
            String requestId,
            Admitted admitted,
            long bodyBytes) {
        this.loop = loop;
        this.client = client;
        this.admitted = admitted;
        this.requestId = requestId;
        this.bodyBytes = bodyBytes;
        ApiKey key = admitted.key();
        Instant now = loop.parts.clock().instant();
        this.receipt = new Receipt(admitted, now);
        this.account = new AccountId(key.customerId());
        this.hold = new HoldId(id);
        this.caps =
                new SpendCaps(
                        key.id(),
                        now.atZone(loop.settings().zone()).toLocalDate(),
                        key.capPerDay(),
                        key.capPerMonth(),
                        key.capTotal());
    }

    /** Sets funds aside. Without them no upstream is called. */
    void run() {
        loop.exchanges.add(this);
        loop.parts.tally().began();
        // It may have left while the database was asked who owns what it names.
        clientGone = client.response().closed();
        client.response().closeHandler(_ -> clientLeft());
        client.response().exceptionHandler(_ -> {});
        client.exceptionHandler(_ -> {});
        loop.funds
                .place(
                        new PlaceHold(
                                account,
                                hold,
                                loop.parts.node(),
                                admitted.amount(),
                                expiry(),
                                caps))
                .onComplete(this::placed, this::notPlaced);
    }

    private void placed(PlaceOutcome outcome) {
        receipt.held();
        switch (outcome) {
            case PlaceOutcome.Placed _ -> reserved(admitted.amount());
            case PlaceOutcome.AlreadyPlaced(long amount) -> reserved(amount);
            case PlaceOutcome.InsufficientCredit _, PlaceOutcome.CreditOwed _ ->
                    refuse(new GatewayProblem.OutOfCredit());
            case PlaceOutcome.SpendCapReached reached ->
                    refuse(
                            new GatewayProblem.SpendCapReached(
                                    GatewayProblem.Whose.KEY, period(reached.window())));
            case PlaceOutcome.UnknownAccount _, PlaceOutcome.AlreadyResolved _ -> {
                LOG.error("hold.impossible req={} outcome={}", requestId, outcome);
                refuse(new GatewayProblem.Internal());
            }
        }
    }

    /** Nothing will be consumed, so nothing stays held if the ledger got to it all the same. */
    private void notPlaced(Throwable failure) {
        LOG.warn("hold.failed req={} why={}", requestId, failure.toString());
        boolean full =
                failure instanceof ProblemException problem
                        && problem.code() == ProblemCode.OVERLOADED;
        GatewayProblem problem =
                full ? new GatewayProblem.Overloaded() : new GatewayProblem.DatabaseUnavailable();
        if (!full) {
            var nothing = new Ending.Failed(FailureClass.PLATFORM_FAULT, Received.NOTHING, problem);
            loop.funds.release(
                    new CaptureHold(account, hold, receipt.line(reckon(nothing), nothing)));
        }
        refuse(problem);
    }

    private void refuse(GatewayProblem problem) {
        loop.parts.tally().count("refused");
        LOG.info(
                "exchange.refused req={} key={} model={} why={}",
                requestId,
                admitted.key().prefix(),
                admitted.request().model(),
                problem.getClass().getSimpleName());
        Answers.send(client.response(), error(problem));
        ended(0);
    }

    private void reserved(long held) {
        state = new State.Reserved(held);
        if (clientGone) {
            settle(
                    new Ending.Failed(
                            FailureClass.CLIENT_DISCONNECT,
                            Received.NOTHING,
                            new GatewayProblem.Internal()));
            return;
        }
        var dispatch =
                new Dispatch(
                        loop,
                        admitted.request(),
                        admitted.legs(),
                        admitted.wish(),
                        receipt.attempts());
        state = new State.Dispatched(dispatch);
        dispatch.run().onSuccess(outcome -> dispatched(outcome, held));
    }

    private void dispatched(Dispatch.Outcome outcome, long held) {
        switch (outcome) {
            case Dispatch.Outcome.Answering answering -> relay(answering, held);
            case Dispatch.Outcome.Failed(FailureClass why, GatewayProblem problem) ->
                    settle(new Ending.Failed(why, beforeAnswer(why), problem));
        }
    }

    /** A client that leaves while an upstream works on its request pays for the input. */
    private static Received beforeAnswer(FailureClass why) {
        return why == FailureClass.CLIENT_DISCONNECT ? Received.INPUT_CONSUMED : Received.NOTHING;
    }

    private void relay(Dispatch.Outcome.Answering answering, long held) {
        Leg leg = answering.leg();
        receipt.answeredBy(leg);
        var answer =
                new UpstreamAnswer(
                        leg,
                        admitted.request(),
                        requestId,
                        receipt.admittedAt().getEpochSecond(),
                        loop.shared.factors().of(admitted.request().model()),
                        answering.response(),
                        answering.ticket(),
                        this::remember);
        Patience patience = Patience.of(leg.channel(), loop.settings());
        Relay relay =
                admitted.request().stream() && !answer.isWhole()
                        ? new StreamRelay(loop, answer, client, meter(held), patience)
                        : new WholeRelay(loop, answer, client.response(), patience.idle());
        state = new State.FirstByte(relay);
        relay.run().onSuccess(ending -> settle(leg, relay, ending));
    }

    /** What the client's dialect may not carry comes back with its next request. */
    private void remember(CanonEvent event) {
        loop.shared.signatures().note(admitted.key().customerId().toString(), event);
    }

    private StreamMeter meter(long held) {
        return new StreamMeter(
                admitted.tariff(),
                admitted.foreseen(),
                loop.settings().steps(),
                held,
                this::extend);
    }

    private Future<ExtendOutcome> extend(Meter.Demand.Extend demand) {
        return loop.funds.extend(
                new ExtendHold(
                        account,
                        hold,
                        demand.desired(),
                        demand.minimum(),
                        demand.checkpoint(),
                        expiry(),
                        caps));
    }

    private void settle(Leg leg, Relay relay, Ending ending) {
        if (relay instanceof StreamRelay stream && stream.drained()) {
            receipt.flag("client_abort_drained");
        }
        Ending believed = ending.checked(loop.shared.plausibility(), admitted.foreseen());
        capture(believed, keep(leg, relay, believed))
                .onSuccess(_ -> {
                    switch (believed) {
                        case Ending.Completed _ -> relay.complete();
                        case Ending.Failed failed -> relay.fail(failed.problem());
                    }
                });
    }

    /** A client that has the whole answer may come back for it at once. */
    private Future<Void> keep(Leg leg, Relay relay, Ending ending) {
        return switch (leg) {
            case Leg.Translated _ -> Future.succeededFuture();
            case Leg.Own(Channel channel, _, _) ->
                    loop.keeper.own(
                            account,
                            Keeper.owned(relay.stored(), channel.id(), reckon(ending).consumed()));
        };
    }

    private void settle(Ending.Failed failed) {
        capture(failed, Future.succeededFuture())
                .onSuccess(_ -> Answers.send(client.response(), error(failed.problem())));
    }

    /** Succeeds once the charge is durable, however long that takes; the client waits. */
    private Future<Void> capture(Ending ending, Future<Void> kept) {
        Reckoning reckoning = reckon(ending);
        state = new State.Settling(reckoning);
        if (clientGone) {
            receipt.flag("client_gone");
        }
        var line = receipt.line(reckoning, ending);
        return loop.funds
                .capture(new CaptureHold(account, hold, line))
                .compose(kept::map)
                .onSuccess(outcome -> settled(reckoning, outcome))
                .mapEmpty();
    }

    private Reckoning reckon(Ending ending) {
        return Reckoning.of(ending, admitted.foreseen(), loop.settings().rules());
    }

    private void settled(Reckoning reckoning, CaptureOutcome outcome) {
        long charged =
                switch (outcome) {
                    case CaptureOutcome.Captured captured -> captured.charged();
                    case CaptureOutcome.AlreadyResolved resolved -> resolved.charged();
                    case CaptureOutcome.UnknownHold _ -> {
                        LOG.error("capture.unknown_hold req={}", requestId);
                        yield 0;
                    }
                };
        state = new State.Settled(reckoning, charged);
        loop.parts.tally().count(reckoning.outcome());
        receipt.log(LOG, requestId, reckoning, charged);
        if (reckoning.failure().isEmpty()) {
            learn(reckoning);
            loop.shared
                    .forecast()
                    .observe(
                            admitted.request().model(),
                            admitted.key().id(),
                            reckoning.consumed().outputTokens());
        }
        ended(reckoning.consumed().inputTokens() + reckoning.consumed().outputTokens());
    }

    /** What was sent is known exactly now; the next estimates are better for it. */
    private void learn(Reckoning reckoning) {
        if (admitted.request().state() != null) {
            return; // More was read than was sent.
        }
        loop.shared
                .factors()
                .observe(
                        admitted.request().model(),
                        admitted.foreseen().inputTokens(),
                        reckoning.consumed().inputTokens());
    }

    private void ended(long tokens) {
        admitted.pass().giveBack(tokens);
        loop.exchanges.remove(this);
        loop.shared.budget().giveBack(bodyBytes);
        loop.parts.tally().ended();
    }

    /** Noticed at once, also while the upstream is silent. */
    private void clientLeft() {
        clientGone = true;
        switch (state) {
            case State.Dispatched(Dispatch dispatch) when admitted.request().stream() ->
                    dispatch.breakOff(
                            FailureClass.CLIENT_DISCONNECT, new GatewayProblem.Internal());
            case State.FirstByte(Relay relay) -> relay.clientLeft();
            case State.Reserving _,
                    State.Reserved _,
                    State.Dispatched _,
                    State.Settling _,
                    State.Settled _ -> {}
        }
    }

    /** The gateway stops and has waited long enough. */
    void interrupt() {
        var problem = new GatewayProblem.Draining();
        switch (state) {
            case State.Dispatched(Dispatch dispatch) ->
                    dispatch.breakOff(FailureClass.PLATFORM_FAULT, problem);
            case State.FirstByte(Relay relay) ->
                    relay.breakOff(FailureClass.PLATFORM_FAULT, problem);
            case State.Reserving _, State.Reserved _, State.Settling _, State.Settled _ -> {}
        }
    }

    /**
     * Keeps the hold from the sweeper, however long the upstream takes: what is under way is never
     * settled by anybody else.
     */
    void renew() {
        switch (state) {
            case State.Reserved _, State.Dispatched _, State.FirstByte _, State.Settling _ ->
                    loop.funds.extend(new ExtendHold(account, hold, 0, 0, 0, expiry(), caps));
            case State.Reserving _, State.Settled _ -> {}
        }
    }

    private Instant expiry() {
        return loop.parts.clock().instant().plus(loop.settings().holdTime());
    }

    private Reply error(GatewayProblem problem) {
        return admitted.wire().error(admitted.request().head(), problem, requestId);
    }

    private static GatewayProblem.Period period(PlaceOutcome.SpendCapReached.Window window) {
        return switch (window) {
            case DAY -> GatewayProblem.Period.DAY;
            case MONTH -> GatewayProblem.Period.MONTH;
            case TOTAL -> GatewayProblem.Period.TOTAL;
        };
    }
}
