package dev.farebox.http;

import io.vertx.core.http.HttpServerOptions;

/** How a server of ours listens. */
public final class Listening {
    private static final int CHUNK = 64 * 1024;

    private Listening() {}

    /**
     * HTTP/1.1 alone, nothing decided before a request's head is read by us.
     *
     * <p>An {@code Upgrade: h2c}, which the JDK's client sends with every clear-text request, is
     * ignored. It must be: with it on, the library announces a connection only with its first whole
     * head, and {@link ConnectionGuard} would not see those that never send one.
     */
    public static HttpServerOptions options(EdgeLimits limits) {
        return new HttpServerOptions()
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true)
                .setMaxInitialLineLength(limits.maxInitialLineBytes())
                .setMaxHeaderSize(limits.maxHeadBytes())
                .setMaxChunkSize(CHUNK)
                .setCompressionSupported(false)
                .setDecompressionSupported(false)
                .setHandle100ContinueAutomatically(false)
                .setHttp2ClearTextEnabled(false);
    }
}
