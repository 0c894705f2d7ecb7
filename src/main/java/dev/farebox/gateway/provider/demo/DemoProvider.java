package dev.farebox.gateway.provider.demo;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.SocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The demo provider: serves the APIs of OpenAI, Anthropic and Google on loopback until closed. See
 * {@code docs/reference/demo-provider.md}.
 */
public final class DemoProvider {
    private static final String HOST = "127.0.0.1";
    private static final int MAX_HEADERS = 32 << 10;

    private static final int ANY = 1;

    private final Vertx vertx;
    private final int port;
    private final String deployment;
    private final DemoFaults faults;

    private DemoProvider(Vertx vertx, int port, String deployment, DemoFaults faults) {
        this.vertx = vertx;
        this.port = port;
        this.deployment = deployment;
        this.faults = faults;
    }

    public static Future<DemoProvider> start(Vertx vertx, DemoSettings settings) {
        return start(vertx, settings, new DemoFaults());
    }

    /** Completes when it accepts connections, or fails when the port is taken. */
    public static Future<DemoProvider> start(
            Vertx vertx, DemoSettings settings, DemoFaults faults) {
        var port = new AtomicInteger();
        var stage = Stage.of(settings);
        var requestIds = new AtomicLong();
        return vertx.deployVerticle(
                        () -> new Loop(stage, faults, requestIds, port),
                        new DeploymentOptions().setInstances(settings.eventLoops()))
                .map(id -> new DemoProvider(vertx, port.get(), id, faults));
    }

    public int port() {
        return port;
    }

    /** With {@code /v1} at its end, as OpenAI clients want it. */
    public String baseUrl() {
        return "http://" + HOST + ":" + port + "/v1";
    }

    /** With {@code /v1} at its end: where Anthropic's API begins. */
    public String anthropicUrl() {
        return "http://" + HOST + ":" + port + "/v1";
    }

    /** With {@code /v1beta} at its end: where Gemini's API begins. */
    public String geminiUrl() {
        return "http://" + HOST + ":" + port + "/v1beta";
    }

    public DemoFaults faults() {
        return faults;
    }

    /** Closes the port and every connection. */
    public Future<Void> close() {
        return vertx.undeploy(deployment);
    }

    /** One event loop's server; all share the port. */
    private static final class Loop extends VerticleBase {
        private final Stage stage;
        private final DemoFaults faults;
        private final AtomicLong requestIds;
        private final AtomicInteger port;

        Loop(Stage stage, DemoFaults faults, AtomicLong requestIds, AtomicInteger port) {
            this.stage = stage;
            this.faults = faults;
            this.requestIds = requestIds;
            this.port = port;
        }

        @Override
        public Future<HttpServer> start() {
            var options =
                    new HttpServerOptions()
                            .setTcpNoDelay(true)
                            .setHandle100ContinueAutomatically(true)
                            .setHttp2ClearTextEnabled(false)
                            .setMaxHeaderSize(MAX_HEADERS);
            var route = new Route(vertx, stage, faults, requestIds);
            var routes = new Routes(stage, route, new Control(faults));
            return vertx.createHttpServer(options)
                    .requestHandler(routes::handle)
                    .listen(address())
                    .onSuccess(server -> port.set(server.actualPort()));
        }

        /** A free port is the same for all event loops of one deployment. */
        private SocketAddress address() {
            return stage.settings().port() == 0
                    ? SocketAddress.sharedRandomPort(ANY, HOST)
                    : SocketAddress.inetSocketAddress(stage.settings().port(), HOST);
        }
    }
}
