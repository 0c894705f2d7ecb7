package dev.farebox.gateway.route;

import java.util.UUID;

/**
 * Gives each conversation a channel of its own: the one with the highest score. A channel that goes
 * away moves its own conversations alone, and one that comes back gets them again.
 */
final class Rendezvous {
    private Rendezvous() {}

    /** A channel has the highest score as often as its weight says. */
    static double score(long conversation, UUID channel, int weight) {
        long hash = mix(conversation ^ mix(channel.getMostSignificantBits()));
        hash = mix(hash ^ channel.getLeastSignificantBits());
        // 53 bits, and a half, so that it is neither 0 nor 1.
        double ticket = ((hash >>> 11) + 0.5) * 0x1.0p-53;
        return -weight / Math.log(ticket);
    }

    /** Spreads every bit over all (the finisher of SplitMix64). */
    static long mix(long bits) {
        long mixed = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
