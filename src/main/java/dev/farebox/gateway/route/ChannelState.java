package dev.farebox.gateway.route;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this node knows of one channel from using it: whether it is well, as a whole and for each
 * model on each surface; how many calls are under way; how soon it answers. Guards itself; every
 * method is short.
 */
final class ChannelState {
    private static final Logger LOG = LoggerFactory.getLogger(ChannelState.class);

    /** A call under way may end at any time: there is no telling when. */
    private static final long PARALLEL_PAUSE = Duration.ofSeconds(1).toNanos();

    /** The newest measurement counts for an eighth. */
    private static final int SMOOTHING = 8;

    /** Which of the two breakers a call is the trial of. */
    record Trial(boolean ofChannel, boolean ofModel) {
        static final Trial NONE = new Trial(false, false);
    }

    /** What an upstream may have or lack by itself. */
    private record Place(String model, String surface) {
        static Place of(Wish wish) {
            return new Place(wish.model(), wish.surface());
        }
    }

    private record Speed(Place place, boolean stream) {
        static Speed of(Wish wish) {
            return new Speed(Place.of(wish), wish.stream());
        }
    }

    private final String name;
    private final MinuteWindow minute = new MinuteWindow();
    private final Map<Place, Breaker> models = new HashMap<>();
    private final Map<Speed, Long> firstBytes = new HashMap<>();
    private Breaker whole = Breaker.CLOSED;
    private long revision;
    private int parallel;

    ChannelState(Channel channel) {
        name = channel.name();
        revision = channel.revision();
    }

    /** A channel that an operator changed begins anew; calls under way still count. */
    synchronized void seen(Channel channel) {
        if (channel.revision() > revision) {
            revision = channel.revision();
            whole = Breaker.CLOSED;
            models.clear();
            firstBytes.clear();
        }
    }

    synchronized Selection.Option option(Channel channel, Wish wish, long now) {
        Long firstByte = firstBytes.get(Speed.of(wish));
        return new Selection.Option(
                channel,
                standing(channel.terms(), Place.of(wish), now),
                wish.translated().contains(channel.id()),
                firstByte == null ? 0 : firstByte);
    }

    /** Takes a place, unless another call was quicker. */
    synchronized Optional<Trial> take(ChannelTerms terms, Wish wish, long now) {
        Place model = Place.of(wish);
        if (!standing(terms, model, now).isUsable()) {
            return Optional.empty();
        }
        Breaker ofModel = ofModel(model);
        var trial =
                new Trial(
                        whole.standing(now).state() == Standing.State.TRIAL,
                        ofModel.standing(now).state() == Standing.State.TRIAL);
        whole = whole.begun(now);
        keep(model, ofModel.begun(now));
        parallel++;
        minute.count(now);
        return Optional.of(trial);
    }

    synchronized void ended(Wish wish, Trial trial, long now) {
        Place model = Place.of(wish);
        parallel--;
        whole = whole.abandoned(trial.ofChannel(), now);
        keep(model, ofModel(model).abandoned(trial.ofModel(), now));
    }

    synchronized void answered(Wish wish, Trial trial, long now) {
        Place model = Place.of(wish);
        wholeBecomes(whole.answered(trial.ofChannel()), now);
        keep(model, ofModel(model).answered(trial.ofModel()));
    }

    synchronized void succeeded(Wish wish, Trial trial, long now) {
        Place model = Place.of(wish);
        wholeBecomes(whole.succeeded(trial.ofChannel()), now);
        keep(model, ofModel(model).succeeded(trial.ofModel()));
    }

    synchronized void failed(Trial trial, long now) {
        wholeBecomes(whole.failed(trial.ofChannel(), now), now);
    }

    synchronized void credentialRefused(long now) {
        wholeBecomes(whole.opened(Breaker.Cause.CREDENTIAL_REFUSED, now), now);
    }

    /** A limit is of one model, as the providers count; the upstream itself is well. */
    synchronized void rateLimited(Wish wish, Trial trial, Duration asked, long now) {
        Place model = Place.of(wish);
        wholeBecomes(whole.succeeded(trial.ofChannel()), now);
        modelBecomes(model, ofModel(model).rateLimited(asked, now), now);
    }

    synchronized void modelRefused(Wish wish, Trial trial, long now) {
        Place model = Place.of(wish);
        wholeBecomes(whole.succeeded(trial.ofChannel()), now);
        modelBecomes(model, ofModel(model).opened(Breaker.Cause.MODEL_REFUSED, now), now);
    }

    synchronized void probed(ProbeOutcome outcome, long now) {
        switch (outcome) {
            case WELL -> wholeBecomes(whole.probedWell(now), now);
            case FAILING -> wholeBecomes(whole.probedIll(now), now);
            case CREDENTIAL_REFUSED -> credentialRefused(now);
            case UNKNOWN -> {}
        }
    }

    synchronized void measured(Wish wish, long nanos) {
        firstBytes.merge(
                Speed.of(wish),
                Math.max(1, nanos),
                (before, sample) -> before + (sample - before) / SMOOTHING);
    }

    private Standing standing(ChannelTerms terms, Place model, long now) {
        Standing health = whole.standing(now).and(ofModel(model).standing(now));
        if (!health.isUsable()) {
            return health;
        }
        if (terms.parallel().isPresent() && parallel >= terms.parallel().getAsInt()) {
            return Standing.busy(PARALLEL_PAUSE);
        }
        if (terms.perMinute().isPresent()) {
            long wait = minute.pause(terms.perMinute().getAsInt(), now);
            return wait > 0 ? Standing.busy(wait) : health;
        }
        return health;
    }

    private Breaker ofModel(Place model) {
        return models.getOrDefault(model, Breaker.CLOSED);
    }

    private void keep(Place model, Breaker breaker) {
        if (breaker.equals(Breaker.CLOSED)) {
            models.remove(model);
        } else {
            models.put(model, breaker);
        }
    }

    private void wholeBecomes(Breaker next, long now) {
        log("", whole, next, now);
        whole = next;
    }

    private void modelBecomes(Place model, Breaker next, long now) {
        log(model.model(), ofModel(model), next, now);
        keep(model, next);
    }

    private void log(String model, Breaker before, Breaker next, long now) {
        boolean opens = next.phase() == Breaker.Phase.OPEN;
        if (opens && before.until() != next.until()) {
            LOG.warn(
                    "channel.benched channel={} model={} reason={} ms={}",
                    name,
                    model,
                    next.cause(),
                    (next.until() - now) / 1_000_000);
        } else if (!opens && before.phase() != next.phase()) {
            LOG.info("channel.well channel={} model={}", name, model);
        }
    }
}
