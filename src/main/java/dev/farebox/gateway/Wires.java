package dev.farebox.gateway;

import dev.farebox.gateway.exchange.Surface;
import dev.farebox.gateway.exchange.Wire;
import dev.farebox.gateway.exchange.canon.ConversationWire;
import dev.farebox.gateway.wire.openai.ChatWire;
import java.util.Optional;

/** Who speaks each surface with clients. */
final class Wires {
    private static final Wire CHAT = new ChatWire();

    private Wires() {}

    static Wire of(Surface surface) {
        return CHAT;
    }

    static Optional<ConversationWire> conversing(Surface surface) {
        return of(surface) instanceof ConversationWire wire ? Optional.of(wire) : Optional.empty();
    }
}
