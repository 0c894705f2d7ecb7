package dev.farebox.gateway.route;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Says which channels are to be probed now. Times are spread: the first comes anywhere within the
 * interval, the others up to a fifth earlier or later, so that nodes and channels do not ask all at
 * once. Not safe for use by several threads.
 */
public final class ProbeTimes {
    private final RandomGenerator random;
    private Map<UUID, Next> times = new HashMap<>();

    private record Next(Duration interval, long at) {}

    public ProbeTimes(RandomGenerator random) {
        this.random = random;
    }

    /**
     * At most {@code most} of {@code channels}; the others that are due stay so.
     *
     * @param now of {@link System#nanoTime()}
     */
    public List<Channel> due(List<Channel> channels, int most, long now) {
        var due = new ArrayList<Channel>();
        var kept = new HashMap<UUID, Next>();
        for (Channel channel : channels) {
            Optional<Duration> interval = channel.terms().probeInterval();
            if (interval.isPresent()) {
                Next next = next(channel.id(), interval.get(), now);
                if (next.at() - now <= 0 && due.size() < most) {
                    due.add(channel);
                    next = new Next(interval.get(), now + around(interval.get()));
                }
                kept.put(channel.id(), next);
            }
        }
        times = kept;
        return due;
    }

    private Next next(UUID channel, Duration interval, long now) {
        Next known = times.get(channel);
        return known != null && known.interval().equals(interval)
                ? known
                : new Next(interval, now + random.nextLong(interval.toNanos()));
    }

    private long around(Duration interval) {
        long fifth = interval.toNanos() / 5;
        return interval.toNanos() - fifth + random.nextLong(2 * fifth);
    }
}
