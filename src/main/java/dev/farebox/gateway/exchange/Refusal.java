package dev.farebox.gateway.exchange;

/**
 * An upstream's answer other than 2xx, judged: whose fault it is and what may be done.
 *
 * @param retryAfterMillis what the upstream asked for, 0 where it did not
 */
public record Refusal(Kind kind, UpstreamFault fault, long retryAfterMillis) {
    /** Whose fault, in the order in which it is decided. */
    public enum Kind {
        /**
         * Our credential there is dead or lacks a right; the client must never see it as its own.
         */
        CREDENTIAL(true),
        /** Our account there has no funds or met its cap. */
        FUNDS(true),
        /** The upstream does not have this model for us. */
        MODEL(true),
        /** Too many requests on our account. */
        RATE_LIMITED(true),
        /** The content breaks the provider's rules. */
        CONTENT(false),
        /** The client's request is at fault: passed on. */
        REQUEST(false),
        /** The upstream is failing or overloaded. */
        FAILING(true);

        private final boolean otherChannelMayHelp;

        Kind(boolean otherChannelMayHelp) {
            this.otherChannelMayHelp = otherChannelMayHelp;
        }

        public boolean otherChannelMayHelp() {
            return otherChannelMayHelp;
        }
    }
}
