package dev.farebox.gateway.route;

import java.time.Duration;

/**
 * Whether calls may go through: <i>closed</i>, they may; <i>open</i> until an instant, they may
 * not; after it <i>half-open</i>, one call is let through on trial, and its outcome closes the
 * breaker or opens it for twice as long. Immutable; instants are of {@link System#nanoTime()}.
 *
 * <p>While it is not closed only the trial's outcome counts: calls that began before it opened say
 * nothing new. A rate limit is no illness, so its end closes the breaker without a trial.
 *
 * @param failures in a row, while closed
 * @param bench for how long it was opened the last time
 * @param until while open: when the bench ends; on trial: when another trial may begin, should the
 *     one under way never tell
 */
record Breaker(Phase phase, Cause cause, int failures, long bench, long until) {
    /** So many failures in a row open it: one in three calls may fail, and it stays closed. */
    static final int TOLERATED = 5;

    private static final long TRIAL_TIME = Duration.ofMinutes(1).toNanos();

    enum Phase {
        CLOSED,
        OPEN,
        TRIAL
    }

    /** Why it opened, with the first bench and the longest. */
    enum Cause {
        FAILING(Duration.ofSeconds(2), Duration.ofMinutes(1)),
        RATE_LIMITED(Duration.ofSeconds(2), Duration.ofHours(1)),
        MODEL_REFUSED(Duration.ofMinutes(1), Duration.ofMinutes(10)),
        CREDENTIAL_REFUSED(Duration.ofMinutes(5), Duration.ofMinutes(5));

        private final long first;
        private final long longest;

        Cause(Duration first, Duration longest) {
            this.first = first.toNanos();
            this.longest = longest.toNanos();
        }
    }

    static final Breaker CLOSED = new Breaker(Phase.CLOSED, Cause.FAILING, 0, 0, 0);

    /** What a call would meet now. */
    Standing standing(long now) {
        if (phase == Phase.CLOSED) {
            return Standing.READY;
        }
        long left = until - now;
        if (left > 0) {
            return cause == Cause.CREDENTIAL_REFUSED
                    ? Standing.lockedOut(left)
                    : Standing.benched(left);
        }
        return cause == Cause.RATE_LIMITED ? Standing.READY : Standing.TRIAL;
    }

    /** A call goes through now. */
    Breaker begun(long now) {
        return switch (standing(now).state()) {
            case READY -> phase == Phase.CLOSED ? this : CLOSED;
            case TRIAL -> new Breaker(Phase.TRIAL, cause, 0, bench, now + TRIAL_TIME);
            case BUSY, BENCHED, LOCKED_OUT -> this;
        };
    }

    /** The trial ended without an outcome: another may begin at once. */
    Breaker abandoned(boolean trial, long now) {
        return trial && phase == Phase.TRIAL ? new Breaker(Phase.OPEN, cause, 0, bench, now) : this;
    }

    /** An answer has begun, which passes a trial; whether it comes to its end is another matter. */
    Breaker answered(boolean trial) {
        return trial && phase == Phase.TRIAL ? CLOSED : this;
    }

    Breaker succeeded(boolean trial) {
        return switch (phase) {
            case CLOSED -> failures == 0 ? this : CLOSED;
            case TRIAL -> trial ? CLOSED : this;
            case OPEN -> this;
        };
    }

    Breaker failed(boolean trial, long now) {
        return switch (phase) {
            case CLOSED ->
                    failures + 1 >= TOLERATED
                            ? opened(Cause.FAILING, now)
                            : new Breaker(phase, Cause.FAILING, failures + 1, 0, 0);
            case TRIAL -> trial ? opened(Cause.FAILING, now) : this;
            case OPEN -> this;
        };
    }

    /** Opens at once, whatever was before. */
    Breaker opened(Cause why, long now) {
        long doubled = phase == Phase.TRIAL && cause == why ? bench * 2 : 0;
        long next = Math.min(Math.max(doubled, why.first), why.longest);
        return new Breaker(Phase.OPEN, why, 0, next, now + next);
    }

    /** Opens for as long as the upstream asks, zero where it does not say. */
    Breaker rateLimited(Duration asked, long now) {
        long nanos = asked.compareTo(Duration.ofHours(1)) > 0 ? Long.MAX_VALUE : asked.toNanos();
        var why = Cause.RATE_LIMITED;
        long next = Math.min(nanos > 0 ? nanos : why.first, why.longest);
        boolean longer = phase == Phase.OPEN && until - now > next;
        return longer ? this : new Breaker(Phase.OPEN, why, 0, next, now + next);
    }

    /** The upstream was asked by itself, aside from customers' calls, and is well. */
    Breaker probedWell(long now) {
        if (phase != Phase.OPEN) {
            return this;
        }
        return switch (cause) {
            case CREDENTIAL_REFUSED -> CLOSED;
            case FAILING ->
                    until - now > 0 ? new Breaker(phase, cause, failures, bench, now) : this;
            case RATE_LIMITED, MODEL_REFUSED -> this;
        };
    }

    /** The same, and it is not. After the bench a probe is as good as a trial. */
    Breaker probedIll(long now) {
        boolean due = phase == Phase.OPEN && cause == Cause.FAILING && until - now <= 0;
        return due ? begun(now).failed(true, now) : failed(false, now);
    }
}
