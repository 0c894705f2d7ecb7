package dev.farebox.gateway;

import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last net under reading what a client sent. It never throws; should it all the same, the
 * request is answered and its bytes are given back, else anyone could take the whole budget with
 * one such body.
 */
final class Guarded {
    private static final Logger LOG = LoggerFactory.getLogger(Guarded.class);

    private Guarded() {}

    /** The exception's own words are not logged, for they may be the client's. */
    static <T> T orElse(String requestId, Supplier<T> reading, Supplier<T> broken) {
        try {
            return reading.get();
        } catch (RuntimeException bug) {
            StackTraceElement[] trace = bug.getStackTrace();
            LOG.error(
                    "request.broken req={} why={} at={}",
                    requestId,
                    bug.getClass().getName(),
                    trace.length == 0 ? "" : trace[0]);
            return broken.get();
        }
    }
}
