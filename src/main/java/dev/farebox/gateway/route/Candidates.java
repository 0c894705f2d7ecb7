package dev.farebox.gateway.route;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/** Orders the channels that may serve a request. */
public final class Candidates {
    private Candidates() {}

    /**
     * The healthy before the benched, each group in a random order in which a channel comes first
     * as often as its weight says. A benched channel stays as a last resort: with all of them
     * failing, trying is better than refusing. One whose credential was refused does not stay,
     * unless there is no other.
     */
    public static List<Channel> of(
            List<Channel> channels, ChannelHealth health, RandomGenerator random) {
        if (channels.size() < 2) {
            return channels;
        }
        var drawn = new ArrayList<>(draw(channels, random));
        drawn.sort(Comparator.comparing(channel -> health.isBenched(channel.id())));
        var useful = new ArrayList<>(drawn);
        useful.removeIf(channel -> health.isLockedOut(channel.id()));
        return List.copyOf(useful.isEmpty() ? drawn : useful);
    }

    /** Draws one after the other, each with a chance in proportion to its weight. */
    private static List<Channel> draw(List<Channel> channels, RandomGenerator random) {
        var left = new ArrayList<>(channels);
        var drawn = new ArrayList<Channel>(left.size());
        while (!left.isEmpty()) {
            int total = left.stream().mapToInt(channel -> Math.max(1, channel.weight())).sum();
            int ticket = random.nextInt(total);
            int at = 0;
            while (ticket >= Math.max(1, left.get(at).weight())) {
                ticket -= Math.max(1, left.get(at).weight());
                at++;
            }
            drawn.add(left.remove(at));
        }
        return drawn;
    }
}
