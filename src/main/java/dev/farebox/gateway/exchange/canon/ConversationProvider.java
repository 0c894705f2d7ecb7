package dev.farebox.gateway.exchange.canon;

import dev.farebox.gateway.exchange.Provider;

/** An upstream dialect that can be translated to. Stateless; safe for use by many threads. */
public interface ConversationProvider extends Provider {
    /** The body for {@link #conversation()}. */
    Written write(CanonRequest request, String upstreamModel);

    AnswerDecoder decoder();
}
