package dev.farebox.gateway;

import dev.farebox.gateway.route.Channel;
import dev.farebox.gateway.route.FreeQuestion;
import dev.farebox.gateway.route.ProbeOutcome;
import dev.farebox.gateway.route.ProbeTimes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the upstreams of channels that want it whether they are well, at their intervals: for the
 * list of models, which costs nothing. Only the answer's status is read. Runs on one event loop.
 */
final class ChannelProbes {
    private static final Logger LOG = LoggerFactory.getLogger(ChannelProbes.class);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration ANSWER_TIME = Duration.ofSeconds(10);
    private static final int MOST_AT_A_TIME = 8;

    private final Vertx vertx;
    private final GatewayParts parts;
    private final Shared shared;
    private final Upstream upstream;
    private final ProbeTimes times;
    private int underWay;

    ChannelProbes(Vertx vertx, GatewayParts parts, Shared shared) {
        this.vertx = vertx;
        this.parts = parts;
        this.shared = shared;
        this.upstream = new Upstream(vertx, shared.settings());
        this.times = new ProbeTimes(parts.random());
    }

    /** Until Vert.x is closed. */
    void start() {
        vertx.setPeriodic(TICK.toMillis(), _ -> tick());
    }

    private void tick() {
        var channels = parts.channels().all();
        shared.router().retain(channels.stream().map(Channel::id).collect(Collectors.toSet()));
        times.due(channels, MOST_AT_A_TIME - underWay, System.nanoTime()).forEach(this::probe);
    }

    private void probe(Channel channel) {
        underWay++;
        upstream.request(options(channel))
                .compose(this::status)
                .onComplete(asked -> {
                    underWay--;
                    int status = asked.succeeded() ? asked.result() : 0;
                    ProbeOutcome outcome = ProbeOutcome.of(status);
                    LOG.debug(
                            "channel.probed channel={} status={} outcome={}",
                            channel.name(),
                            status,
                            outcome);
                    shared.router().probed(channel, outcome);
                });
    }

    private Future<Integer> status(HttpClientRequest request) {
        return request.send().map(HttpClientResponse::statusCode).onComplete(_ -> request.reset());
    }

    private static RequestOptions options(Channel channel) {
        var options =
                new RequestOptions()
                        .setMethod(HttpMethod.GET)
                        .setAbsoluteURI(FreeQuestion.address(channel).toString())
                        .setFollowRedirects(false)
                        .setTimeout(ANSWER_TIME.toMillis());
        options.putHeader("accept", "application/json");
        options.putHeader("user-agent", "farebox");
        FreeQuestion.headers(channel).forEach(options::putHeader);
        return options;
    }
}
