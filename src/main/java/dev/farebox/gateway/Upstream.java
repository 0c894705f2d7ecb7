package dev.farebox.gateway;

import dev.farebox.gateway.route.AddressRule;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;

/** The upstream connections of one event loop: kept alive, pooled by host, never shared. */
final class Upstream {
    private static final int KEEP_ALIVE_SECONDS = 55;

    private final HttpClient client;
    private final AddressRule addresses;

    Upstream(Vertx vertx, GatewaySettings settings) {
        addresses = settings.addresses();
        client =
                vertx.createHttpClient(
                        new HttpClientOptions()
                                .setProtocolVersion(HttpVersion.HTTP_1_1)
                                .setTcpNoDelay(true)
                                .setTcpKeepAlive(true)
                                .setKeepAlive(true)
                                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                                .setPipelining(false)
                                .setDecompressionSupported(false)
                                .setMaxHeaderSize(settings.edge().maxHeadBytes())
                                .setMaxChunkSize(64 * 1024)
                                .setConnectTimeout((int) settings.connectTime().toMillis()),
                        new PoolOptions()
                                .setHttp1MaxSize(settings.connectionsPerUpstream())
                                .setMaxWaitQueueSize(settings.connectionsPerUpstream()));
    }

    /**
     * Connects or takes a kept connection. What the host's name resolved to is checked here, on the
     * connection that the request is about to use, so that a name cannot lead elsewhere between the
     * check and the use.
     */
    Future<HttpClientRequest> request(RequestOptions options) {
        return client.request(options).compose(this::checked);
    }

    private Future<HttpClientRequest> checked(HttpClientRequest request) {
        SocketAddress address = request.connection().remoteAddress();
        Optional<String> why =
                Optional.ofNullable(address.hostAddress())
                        .map(InetAddress::ofLiteral)
                        .flatMap(addresses::refusal);
        if (why.isEmpty()) {
            return Future.succeededFuture(request);
        }
        request.reset();
        request.connection().close();
        return Future.failedFuture(new AddressRefused(address.hostAddress() + ": " + why.get()));
    }

    /** The upstream is at an address that it may not have. */
    static final class AddressRefused extends IOException {
        private static final long serialVersionUID = 1;

        AddressRefused(String message) {
            super(message);
        }
    }
}
