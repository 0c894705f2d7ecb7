package dev.farebox.gateway.route;

import java.util.Set;
import java.util.UUID;

/**
 * What a call is for.
 *
 * @param model as it is served
 * @param surface where clients ask for it: an upstream may have a model on one and not on another
 * @param stream whether the answer is streamed: its first byte comes at another time
 * @param conversation the same number for requests that profit from the same upstream's cache; 0
 *     for those that do not
 * @param translated the channels that this request must be translated for; of one priority they
 *     come last
 */
public record Wish(
        String model, String surface, boolean stream, long conversation, Set<UUID> translated) {
    public Wish {
        translated = Set.copyOf(translated);
    }

    public static Wish of(String model, String surface, boolean stream) {
        return new Wish(model, surface, stream, 0, Set.of());
    }

    /** {@code hint} is the client's, empty where there is none; it means something to it alone. */
    public Wish within(UUID customer, String hint) {
        return new Wish(model, surface, stream, conversation(customer, hint), translated);
    }

    public Wish translatedFor(Set<UUID> channels) {
        return new Wish(model, surface, stream, conversation, channels);
    }

    private static long conversation(UUID customer, String hint) {
        if (hint.isEmpty()) {
            return 0;
        }
        long hash = Rendezvous.mix(customer.getMostSignificantBits());
        hash = Rendezvous.mix(hash ^ customer.getLeastSignificantBits());
        for (int i = 0; i < hint.length(); i++) {
            hash = hash * 31 + hint.charAt(i);
        }
        long mixed = Rendezvous.mix(hash);
        return mixed == 0 ? 1 : mixed;
    }
}
