package dev.farebox.gateway.route;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;

/**
 * The right to one upstream call, and the place to tell what came of it: {@link #answered} when the
 * head of a good answer is here, {@link #firstByte} when its body begins, one of the outcomes when
 * it is known, and {@link #end} when the call is over. Saying one of them again, or a second
 * outcome, changes nothing. A call that its client gave up has no outcome. Safe for use by many
 * threads.
 */
public final class Ticket {
    private final Router router;
    private final ChannelState state;
    private final Channel channel;
    private final Wish wish;
    private volatile ChannelState.Trial trial;
    private final long began;
    private final AtomicBoolean told = new AtomicBoolean();
    private final AtomicBoolean begun = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();

    Ticket(
            Router router,
            ChannelState state,
            Channel channel,
            Wish wish,
            ChannelState.Trial trial,
            long began) {
        this.router = router;
        this.state = state;
        this.channel = channel;
        this.wish = wish;
        this.trial = trial;
        this.began = began;
    }

    public Channel channel() {
        return channel;
    }

    /** The head of a good answer is here: a trial is passed. */
    public void answered() {
        state.answered(wish, trial, router.now());
        trial = ChannelState.Trial.NONE;
    }

    /** The answer was complete, or found fault with the request itself: the upstream is well. */
    public void succeeded() {
        tell(now -> state.succeeded(wish, trial, now));
    }

    /** It did not answer, said that it fails, or broke off. */
    public void failed() {
        tell(now -> state.failed(trial, now));
    }

    /** {@code asked} is zero where the upstream did not say. Other models are not held back. */
    public void rateLimited(Duration asked) {
        tell(now -> state.rateLimited(wish, trial, asked, now));
    }

    /**
     * Our credential or our account there is refused: no call before an operator has seen to it.
     */
    public void credentialRefused() {
        tell(now -> state.credentialRefused(now));
    }

    /** It does not have this model for us; its other models are not held back. */
    public void modelRefused() {
        tell(now -> state.modelRefused(wish, trial, now));
    }

    /** The first byte of the answer is here. */
    public void firstByte() {
        if (!begun.get() && begun.compareAndSet(false, true)) {
            state.measured(wish, router.now() - began);
        }
    }

    /** Gives the place back. A trial without an outcome leaves its turn to another. */
    public void end() {
        if (ended.compareAndSet(false, true)) {
            boolean silent = told.compareAndSet(false, true);
            state.ended(wish, silent ? trial : ChannelState.Trial.NONE, router.now());
        }
    }

    private void tell(LongConsumer outcome) {
        if (told.compareAndSet(false, true)) {
            outcome.accept(router.now());
        }
    }
}
