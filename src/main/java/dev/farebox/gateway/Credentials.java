package dev.farebox.gateway;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the secret that a client presents. Every place that a vendor's client uses is accepted on
 * every path, because clients mix them.
 */
final class Credentials {
    private static final String BEARER = "bearer ";
    static final int MAX_SECRET = 512;

    private Credentials() {}

    static Optional<String> find(HttpServerRequest request) {
        MultiMap headers = request.headers();
        String authorization = headers.get("authorization");
        if (authorization != null
                && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return usable(authorization.substring(BEARER.length()));
        }
        return usable(headers.get("x-api-key"))
                .or(() -> usable(headers.get("x-goog-api-key")))
                .or(() -> inQuery(request));
    }

    private static Optional<String> inQuery(HttpServerRequest request) {
        return request.query() == null ? Optional.empty() : usable(request.getParam("key"));
    }

    private static Optional<String> usable(@Nullable String secret) {
        if (secret == null) {
            return Optional.empty();
        }
        String stripped = secret.strip();
        return stripped.isEmpty() || stripped.length() > MAX_SECRET
                ? Optional.empty()
                : Optional.of(stripped);
    }
}
