package dev.farebox.gateway.exchange;

/** What one event of an upstream's stream means for whoever carries it to the client. */
public enum Step {
    /** Part of the answer, or of its beginning or end. */
    FORWARD,
    /** Usage and nothing else: only for a client of the same dialect that asked for it. */
    USAGE_ONLY,
    /** Like {@link #FORWARD}, and the upstream has nothing more to say. */
    LAST,
    /** Comments, heartbeats, anything after the last event: not for the client. */
    NOISE,
    /** The upstream says that it failed; never forwarded. */
    FAILED,
    /** Not what the protocol allows: the upstream is broken. */
    GARBAGE
}
