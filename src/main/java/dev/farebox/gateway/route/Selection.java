package dev.farebox.gateway.route;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Which of several channels a call goes to. Decides from what it is given alone.
 *
 * <p>In order: only channels that can be used now; of these only the best priority; of these, where
 * there are any, only those that need no translation; a conversation goes to its own channel;
 * everything else is drawn by weight, and by how soon a channel answers.
 */
final class Selection {
    /** Weights are drawn in thousandths, so that speed can scale them. */
    private static final long FINE = 1_000;

    /** The slowest still gets so much of what its weight says: else it could never get better. */
    private static final long LEAST_SHARE = 100;

    private Selection() {}

    /**
     * One channel as known at this instant.
     *
     * @param translated whether the request must be translated for it
     * @param firstByte how many nanoseconds it takes to its first byte, 0 where nobody knows
     */
    record Option(Channel channel, Standing standing, boolean translated, long firstByte) {
        /** The lowest first. */
        private int rank() {
            return 2 * channel.terms().priority() + (translated ? 1 : 0);
        }
    }

    static Optional<Option> pick(List<Option> options, long conversation, RandomGenerator random) {
        List<Option> pool = best(options);
        if (pool.size() < 2) {
            return pool.stream().findFirst();
        }
        return Optional.of(conversation == 0 ? drawn(pool, random) : own(pool, conversation));
    }

    private static List<Option> best(List<Option> options) {
        List<Option> usable =
                options.stream().filter(option -> option.standing().isUsable()).toList();
        int best = usable.stream().mapToInt(Option::rank).min().orElse(0);
        return usable.stream().filter(option -> option.rank() == best).toList();
    }

    private static Option own(List<Option> pool, long conversation) {
        return pool.stream()
                .max(
                        Comparator.comparingDouble(option ->
                                Rendezvous.score(
                                        conversation,
                                        option.channel().id(),
                                        option.channel().weight())))
                .orElseThrow();
    }

    private static Option drawn(List<Option> pool, RandomGenerator random) {
        long fastest =
                pool.stream().mapToLong(Option::firstByte).filter(time -> time > 0).min().orElse(0);
        long total = pool.stream().mapToLong(option -> share(option, fastest)).sum();
        long ticket = random.nextLong(total);
        for (Option option : pool) {
            ticket -= share(option, fastest);
            if (ticket < 0) {
                return option;
            }
        }
        throw new IllegalStateException("a ticket beyond the total");
    }

    /** One that nobody has measured counts as fast, so that it is measured. */
    private static long share(Option option, long fastest) {
        long weight = option.channel().weight();
        if (option.firstByte() <= fastest) {
            return weight * FINE;
        }
        double speed = (double) fastest / option.firstByte();
        return weight * Math.max(LEAST_SHARE, Math.round(FINE * speed));
    }
}
