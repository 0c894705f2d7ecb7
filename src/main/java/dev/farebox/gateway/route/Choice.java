package dev.farebox.gateway.route;

import java.time.Duration;

/** Whether a call can be made now, and where. */
public sealed interface Choice {
    /** The ticket must be {@link Ticket#end ended}, whatever happens. */
    record Taken(Ticket ticket) implements Choice {}

    /**
     * No channel can be used now.
     *
     * @param pause after which one may be
     * @param busy whether one is well and at its budget, so that waiting helps
     */
    record Unavailable(Duration pause, boolean busy) implements Choice {}
}
