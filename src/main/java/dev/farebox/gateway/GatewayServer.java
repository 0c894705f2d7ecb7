package dev.farebox.gateway;

import dev.farebox.http.Listening;
import dev.farebox.problem.ProblemCode;
import dev.farebox.problem.ProblemException;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listening gateway: one event loop per core, each with its own upstream connections, sharing
 * one port.
 *
 * <p>{@link #start} and {@link #stop} block; everything between runs on the event loops.
 */
public final class GatewayServer {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayServer.class);
    private static final Duration START_TIME = Duration.ofSeconds(20);
    private static final Duration STOP_TIME = Duration.ofSeconds(30);
    private static final Duration CLOSE_TIME = Duration.ofSeconds(5);
    private static final long STOP_POLL_MILLIS = 20;

    private final Vertx vertx;
    private final GatewayParts parts;
    private final Shared shared;
    private final List<GatewayLoop> loops;
    private final AtomicBoolean stopping = new AtomicBoolean();

    private GatewayServer(Vertx vertx, GatewayParts parts, Shared shared, List<GatewayLoop> loops) {
        this.vertx = vertx;
        this.parts = parts;
        this.shared = shared;
        this.loops = loops;
    }

    /**
     * Listens on {@code host} and {@code port}; port 0 takes any free one.
     *
     * @throws ProblemException {@code config_invalid} when the address cannot be used
     */
    public static GatewayServer start(GatewayParts parts, String host, int port) {
        int cores = Runtime.getRuntime().availableProcessors();
        Vertx vertx =
                Vertx.builder()
                        .with(
                                new VertxOptions()
                                        .setPreferNativeTransport(true)
                                        .setEventLoopPoolSize(cores))
                        .build();
        Shared shared = Shared.of(parts);
        var loops = new CopyOnWriteArrayList<GatewayLoop>();
        HttpServerOptions options = Listening.options(shared.settings().edge());
        SocketAddress address =
                port == 0
                        ? SocketAddress.sharedRandomPort(1, host)
                        : SocketAddress.inetSocketAddress(port, host);
        Future<String> deployed =
                vertx.deployVerticle(
                        () -> {
                            var loop = new GatewayLoop(parts, shared, options, address);
                            loops.add(loop);
                            return loop;
                        },
                        new DeploymentOptions().setInstances(cores));
        try {
            deployed.await(START_TIME.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | RuntimeException e) {
            vertx.close();
            throw new ProblemException(
                    ProblemCode.CONFIG_INVALID, "cannot listen on " + host + ":" + port, e);
        }
        new ChannelProbes(vertx, parts, shared).start();
        var server = new GatewayServer(vertx, parts, shared, loops);
        LOG.info(
                "gateway.listening host={} port={} loops={} native={}",
                host,
                server.port(),
                cores,
                vertx.isNativeTransportEnabled());
        return server;
    }

    public int port() {
        return loops.getFirst().port();
    }

    /** Bodies in memory, of the budget that all requests share. */
    public long bufferedBytes() {
        return shared.budget().used();
    }

    /**
     * Stops accepting, lets requests under way end within the stop time, interrupts and settles
     * those that do not, and closes. A second call does nothing.
     */
    public void stop() {
        stop(STOP_TIME);
    }

    /** The same with another stop time. */
    public void stop(Duration time) {
        if (!stopping.compareAndSet(false, true)) {
            return;
        }
        loops.forEach(GatewayLoop::drain);
        boolean idle = awaitIdle(time);
        if (!idle) {
            LOG.warn("gateway.interrupting in_flight={}", parts.tally().inFlight());
            loops.forEach(GatewayLoop::interrupt);
            idle = awaitIdle(CLOSE_TIME);
        }
        try {
            vertx.close().await(CLOSE_TIME.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn("gateway.close_late", e);
        }
        LOG.info("gateway.stopped settled={}", idle);
    }

    private boolean awaitIdle(Duration time) {
        long deadline = System.nanoTime() + time.toNanos();
        while (parts.tally().inFlight() > 0) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            try {
                Thread.sleep(STOP_POLL_MILLIS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }
}
