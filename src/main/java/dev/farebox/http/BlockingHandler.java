package dev.farebox.http;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The border between the event loops and blocking code: reads a small request whole, answers it on
 * a virtual thread, writes the answer back on the loop.
 *
 * <p>Bounds: {@link #MAX_BODY} for a body, {@link #MOST_AT_ONCE} requests at a time.
 */
public final class BlockingHandler implements Handler<HttpServerRequest> {
    public static final int MAX_BODY = 1 << 20;
    public static final int MOST_AT_ONCE = 256;
    private static final Logger LOG = LoggerFactory.getLogger(BlockingHandler.class);

    private final Function<ApiRequest, ApiResponse> answer;
    private final ExecutorService threads;
    private final Semaphore free = new Semaphore(MOST_AT_ONCE);

    public BlockingHandler(Function<ApiRequest, ApiResponse> answer, ExecutorService threads) {
        this.answer = answer;
        this.threads = threads;
    }

    @Override
    public void handle(HttpServerRequest request) {
        if (!free.tryAcquire()) {
            refuse(request, 503, "overloaded");
            return;
        }
        var body = Buffer.buffer();
        var done = new Once(free::release);
        request.exceptionHandler(_ -> done.run());
        request.response().closeHandler(_ -> done.run());
        request.handler(piece -> {
            if (body.length() + piece.length() > MAX_BODY) {
                done.run();
                request.handler(null);
                refuse(request, 413, "the body is larger than " + MAX_BODY + " bytes");
            } else {
                body.appendBuffer(piece);
            }
        });
        request.endHandler(_ -> {
            if (!request.response().ended() && !request.response().closed()) {
                run(request, plain(request, body), done);
            }
        });
    }

    private void run(HttpServerRequest request, ApiRequest plain, Once done) {
        Context loop = Objects.requireNonNull(Vertx.currentContext(), "on an event loop");
        threads.execute(() -> {
            ApiResponse response = answered(plain);
            loop.runOnContext(_ -> {
                done.run();
                write(request, response);
            });
        });
    }

    private ApiResponse answered(ApiRequest request) {
        try {
            return answer.apply(request);
        } catch (RuntimeException e) {
            LOG.error("api.failed method={} path={}", request.method(), request.path(), e);
            return ApiResponse.problem(
                    500,
                    "{\"title\":\"internal error\",\"status\":500,\"code\":\"internal_error\"}");
        }
    }

    private static void write(HttpServerRequest request, ApiResponse response) {
        if (request.response().ended() || request.response().closed()) {
            return;
        }
        request.response()
                .setStatusCode(response.status())
                .putHeader("content-type", response.contentType())
                .putHeader("cache-control", "no-store")
                .putHeader("x-content-type-options", "nosniff")
                .end(Buffer.buffer(response.body()));
    }

    private static void refuse(HttpServerRequest request, int status, String why) {
        request.response()
                .setStatusCode(status)
                .putHeader("content-type", "application/problem+json")
                .putHeader("connection", "close")
                .end("{\"title\":\"" + why + "\",\"status\":" + status + "}")
                .onComplete(_ -> request.connection().close());
    }

    private static ApiRequest plain(HttpServerRequest request, Buffer body) {
        Map<String, String> headers = new HashMap<>();
        request.headers()
                .forEach(
                        (name, value) -> headers.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
        Map<String, String> query = new HashMap<>();
        request.params().forEach(query::putIfAbsent);
        return new ApiRequest(
                request.method().name(),
                Objects.requireNonNullElse(request.path(), "/"),
                query,
                headers,
                body.getBytes());
    }

    /** Runs once, whoever comes first; on one event loop only. */
    private static final class Once {
        private final Runnable work;
        private boolean ran;

        Once(Runnable work) {
            this.work = work;
        }

        void run() {
            if (!ran) {
                ran = true;
                work.run();
            }
        }
    }
}
