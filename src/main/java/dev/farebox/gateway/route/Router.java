package dev.farebox.gateway.route;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Chooses the channel of every upstream call of this node, and learns from what came of it.
 *
 * <p>Safe for use by many threads; never blocks. Every ticket that it hands out comes back by
 * {@link Ticket#end}.
 */
public final class Router {
    /** What is told when nothing is known, and no longer than a client should wait. */
    private static final Duration ORDINARY_PAUSE = Duration.ofSeconds(2);

    private final LongSupplier nanoTime;
    private final RandomGenerator random;
    private final Map<UUID, ChannelState> states = new ConcurrentHashMap<>();

    /** {@code random} is safe for use by many threads. */
    public Router(LongSupplier nanoTime, RandomGenerator random) {
        this.nanoTime = nanoTime;
        this.random = random;
    }

    /**
     * Takes a place at the channel that suits best, leaving out those in {@code tried}.
     *
     * @param channels those that serve the model
     */
    public Choice choose(List<Channel> channels, Wish wish, Set<UUID> tried) {
        while (true) {
            long now = now();
            List<Selection.Option> options = options(channels, wish, tried, now);
            Optional<Selection.Option> picked =
                    Selection.pick(options, wish.conversation(), random);
            if (picked.isEmpty()) {
                return unavailable(options);
            }
            // Another thread may have been quicker; then the options are different ones.
            Optional<Ticket> ticket = take(picked.get().channel(), wish, now);
            if (ticket.isPresent()) {
                return new Choice.Taken(ticket.get());
            }
        }
    }

    /**
     * A place at this channel and no other: for the second try at the same one.
     *
     * @return empty when it cannot be used now
     */
    public Optional<Ticket> take(Channel channel, Wish wish) {
        return take(channel, wish, now());
    }

    /** Why a call that came now would get no channel; empty when it would. Takes nothing. */
    public Optional<Choice.Unavailable> hindrance(List<Channel> channels, Wish wish) {
        List<Selection.Option> options = options(channels, wish, Set.of(), now());
        return options.stream().anyMatch(option -> option.standing().isUsable())
                ? Optional.empty()
                : Optional.of(unavailable(options));
    }

    /** What the upstream said when it was asked aside from customers' calls. */
    public void probed(Channel channel, ProbeOutcome outcome) {
        state(channel).probed(outcome, now());
    }

    /** Forgets all channels but these. */
    public void retain(Set<UUID> channels) {
        states.keySet().retainAll(channels);
    }

    long now() {
        return nanoTime.getAsLong();
    }

    private Optional<Ticket> take(Channel channel, Wish wish, long now) {
        ChannelState state = state(channel);
        return state.take(channel.terms(), wish, now)
                .map(trial -> new Ticket(this, state, channel, wish, trial, now));
    }

    private List<Selection.Option> options(
            List<Channel> channels, Wish wish, Set<UUID> tried, long now) {
        var options = new ArrayList<Selection.Option>(channels.size());
        for (Channel channel : channels) {
            if (!tried.contains(channel.id())) {
                options.add(state(channel).option(channel, wish, now));
            }
        }
        return options;
    }

    private ChannelState state(Channel channel) {
        ChannelState state = states.get(channel.id());
        if (state == null) {
            state = states.computeIfAbsent(channel.id(), _ -> new ChannelState(channel));
        }
        state.seen(channel);
        return state;
    }

    private static Choice.Unavailable unavailable(List<Selection.Option> options) {
        Optional<Standing> soonest =
                options.stream()
                        .map(Selection.Option::standing)
                        .min(Comparator.comparingLong(Standing::nanos));
        return new Choice.Unavailable(
                soonest.map(standing -> Duration.ofNanos(standing.nanos())).orElse(ORDINARY_PAUSE),
                options.stream()
                        .anyMatch(option -> option.standing().state() == Standing.State.BUSY));
    }
}
