package dev.farebox.gateway.exchange;

/**
 * How one surface is spoken with clients: reads their requests, writes our refusals and passes an
 * upstream's stream of the same dialect on. Stateless; safe for use by many threads.
 */
public interface Wire {
    /** Never throws for what a client sent. Keeps {@code body}, which must not change any more. */
    Scan scan(RequestHead head, byte[] body, ScanLimits limits);

    /** The whole answer, with both request id headers, retry advice and a JSON body. */
    Reply error(Surface surface, GatewayProblem problem, String requestId);

    /**
     * The same, for the client that sent {@code head}: some repeat a request after a status that
     * makes others stop.
     */
    default Reply error(RequestHead head, GatewayProblem problem, String requestId) {
        return error(head.surface(), problem, requestId);
    }

    /** For an upstream that speaks the client's own dialect: its bytes, as they are. */
    StreamWriter passing(ClientRequest request, String requestId);
}
