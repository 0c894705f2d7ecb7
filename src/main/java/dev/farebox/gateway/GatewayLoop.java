package dev.farebox.gateway;

import dev.farebox.http.ConnectionGuard;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One event loop of the gateway: its listener, its connections, its requests. */
final class GatewayLoop extends VerticleBase {
    /** How often in a hold's time it is renewed: a ledger away for a while must not lose it. */
    private static final int RENEWALS = 6;

    private final GatewayParts parts;
    private final Shared shared;
    private final HttpServerOptions options;
    private final SocketAddress address;
    private @Nullable HttpServer server;
    private @Nullable Loop loop;

    GatewayLoop(
            GatewayParts parts, Shared shared, HttpServerOptions options, SocketAddress address) {
        this.parts = parts;
        this.shared = shared;
        this.options = options;
        this.address = address;
    }

    @Override
    public Future<?> start() {
        var own = new Loop(vertx, parts, shared);
        var guard = new ConnectionGuard(vertx, shared.settings().edge());
        guard.start();
        var edge = new Edge(own, guard);
        loop = own;
        long renewal = shared.settings().holdTime().dividedBy(RENEWALS).toMillis();
        vertx.setPeriodic(renewal, _ -> List.copyOf(own.exchanges).forEach(Exchange::renew));
        HttpServer listener =
                vertx.createHttpServer(options)
                        .connectionHandler(guard::opened)
                        .requestHandler(edge::handle)
                        .invalidRequestHandler(edge::malformed);
        server = listener;
        return listener.listen(address);
    }

    int port() {
        return server == null ? 0 : server.actualPort();
    }

    /** From here on new requests are refused; those under way go on. */
    void drain() {
        onLoop(own -> own.draining = true);
    }

    /** Breaks off what is still under way; each is settled by the rule for a platform fault. */
    void interrupt() {
        onLoop(own -> List.copyOf(own.exchanges).forEach(Exchange::interrupt));
    }

    private void onLoop(java.util.function.Consumer<Loop> action) {
        Loop own = loop;
        if (own != null) {
            context.runOnContext(_ -> action.accept(own));
        }
    }
}
