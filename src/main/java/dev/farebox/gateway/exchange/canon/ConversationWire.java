package dev.farebox.gateway.exchange.canon;

import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.Wire;

/** A client dialect that can be translated. Stateless; safe for use by many threads. */
public interface ConversationWire extends Wire {
    /** Reads what {@link #scan} has accepted. Never throws for what a client sent. */
    CanonRead read(ClientRequest request);

    /**
     * @param requestId ours, from which the dialect's own answer id may be made
     * @param created seconds since 1970
     */
    AnswerEncoder encoder(ClientRequest request, String requestId, long created);
}
