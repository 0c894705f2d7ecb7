package dev.farebox.gateway.route;

import java.util.UUID;

/**
 * What a call is for.
 *
 * @param model as it is served
 * @param stream whether the answer is streamed: its first byte comes at another time
 * @param conversation the same number for requests that profit from the same upstream's cache; 0
 *     for those that do not
 */
public record Wish(String model, boolean stream, long conversation) {
    /** {@code hint} is the client's, empty where there is none; it means something to it alone. */
    public static Wish of(String model, boolean stream, UUID customer, String hint) {
        if (hint.isEmpty()) {
            return new Wish(model, stream, 0);
        }
        long hash = Rendezvous.mix(customer.getMostSignificantBits());
        hash = Rendezvous.mix(hash ^ customer.getLeastSignificantBits());
        for (int i = 0; i < hint.length(); i++) {
            hash = hash * 31 + hint.charAt(i);
        }
        long mixed = Rendezvous.mix(hash);
        return new Wish(model, stream, mixed == 0 ? 1 : mixed);
    }
}
