package dev.farebox.gateway;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;

/** The upstream connections of one event loop: kept alive, pooled by host, never shared. */
final class Upstream {
    private static final int KEEP_ALIVE_SECONDS = 55;

    private final HttpClient client;

    Upstream(Vertx vertx, GatewaySettings settings) {
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

    /** Connects or takes a kept connection. */
    Future<HttpClientRequest> post(RequestOptions options) {
        return client.request(options);
    }
}
