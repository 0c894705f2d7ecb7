package dev.farebox.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.testkit.RawHttp;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who trickles a request head, or keeps a connection for nothing, is let go. */
class ConnectionGuardTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private final Vertx vertx = Vertx.vertx();
    private int port;

    @BeforeEach
    void start() throws TimeoutException {
        var server = new Server(limits());
        vertx.deployVerticle(server).await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        port = server.port();
    }

    @AfterEach
    void stop() throws TimeoutException {
        vertx.close().await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Test
    void a_head_that_trickles_in_is_cut_off_however_steadily() throws IOException {
        try (var http = RawHttp.connect(port)) {
            long began = System.nanoTime();
            byte[] head = RawHttp.head("GET", "/", Map.of("X-Pad", "y".repeat(2_000)), -1);
            try {
                http.sendSlowly(head, 20, Duration.ofMillis(50));
            } catch (IOException closed) {
                assertThat(closed).isNotNull();
            }
            assertThat(http.closedByPeer()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isLessThan(Duration.ofSeconds(4));
        }
    }

    @Test
    void an_idle_connection_is_closed_and_a_working_one_is_not() throws IOException {
        try (var http = RawHttp.connect(port)) {
            http.request("GET", "/slow", Map.of(), "");
            assertThat(http.answer().status()).isEqualTo(200);
            assertThat(http.closedByPeer()).isTrue();
        }
    }

    @Test
    void connections_above_the_limit_are_closed() throws IOException {
        try (var _ = RawHttp.connect(port);
                var _ = RawHttp.connect(port);
                var _ = RawHttp.connect(port);
                var fourth = RawHttp.connect(port)) {
            fourth.patience(Duration.ofMillis(400));
            assertThat(fourth.closedByPeer()).isTrue();
        }
    }

    private static EdgeLimits limits() {
        EdgeLimits standard = EdgeLimits.STANDARD;
        return new EdgeLimits(
                standard.maxInitialLineBytes(),
                standard.maxHeadBytes(),
                standard.maxBodyBytes(),
                standard.bufferedBytes(),
                standard.inflateRatio(),
                standard.bodyTime(),
                Duration.ofMillis(800),
                Duration.ofMillis(300),
                standard.drainBytes(),
                standard.drainTime(),
                3);
    }

    private static final class Server extends VerticleBase {
        private final EdgeLimits limits;
        private @Nullable HttpServer server;

        private Server(EdgeLimits limits) {
            this.limits = limits;
        }

        @Override
        public io.vertx.core.Future<?> start() {
            var guard = new ConnectionGuard(vertx, limits);
            guard.start();
            HttpServer listener =
                    vertx.createHttpServer(Listening.options(limits))
                            .connectionHandler(guard::opened)
                            .requestHandler(request -> {
                                guard.requested(request);
                                vertx.setTimer(2_000, _ -> request.response().end("ok"));
                            });
            server = listener;
            return listener.listen(0, "127.0.0.1");
        }

        private int port() {
            return server == null ? 0 : server.actualPort();
        }
    }
}
