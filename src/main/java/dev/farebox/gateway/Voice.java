package dev.farebox.gateway;

import dev.farebox.gateway.exchange.RequestHead;
import dev.farebox.gateway.exchange.Surface;
import dev.farebox.gateway.exchange.Surface.Family;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Whose dialect a client speaks: by the path where that is one vendor's alone, else by the headers
 * that only one vendor's clients send.
 */
final class Voice {
    private static final String CREDENTIAL = "key";

    /** Places that only Gemini's clients ask for, served or not. */
    private static final Pattern GEMINIS =
            Pattern.compile(
                    "^/*(v1/+)*(v1beta|v1alpha|upload|ws|interactions)(/|$)"
                            + "|:(predict|predictLongRunning|batchGenerateContent"
                            + "|asyncBatchEmbedContent)$");

    private Voice() {}

    /** Of a place that several vendors have, {@code /v1/models} above all. */
    static Family family(HttpServerRequest request) {
        var headers = request.headers();
        String path = String.valueOf(request.path());
        boolean gemini =
                GEMINIS.matcher(path).find()
                        || headers.contains("x-goog-api-key")
                        || headers.contains("x-goog-api-client")
                        || (request.query() != null && request.getParam(CREDENTIAL) != null);
        if (gemini && !path.contains("/openai/")) {
            return Family.GEMINI;
        }
        return headers.contains("anthropic-version") ? Family.ANTHROPIC : Family.OPENAI;
    }

    /** The surface in whose words a family is answered where no other is known. */
    static Surface of(Family family) {
        return switch (family) {
            case OPENAI -> Surface.CHAT;
            case ANTHROPIC -> Surface.MESSAGES;
            case GEMINI -> Surface.GENERATE;
        };
    }

    static RequestHead head(HttpServerRequest request, Paths.Target.Serve serve) {
        Map<String, String> headers = new HashMap<>();
        request.headers()
                .forEach(header ->
                        headers.merge(
                                header.getKey().toLowerCase(Locale.ROOT),
                                header.getValue(),
                                (first, next) -> first + ", " + next));
        return new RequestHead(
                serve.surface(), serve.model(), serve.stream(), headers, query(request));
    }

    /** Without the credential. */
    static Map<String, String> query(HttpServerRequest request) {
        Map<String, String> query = new HashMap<>();
        if (request.query() != null) {
            request.params().forEach(param -> query.put(param.getKey(), param.getValue()));
            query.remove(CREDENTIAL);
        }
        return query;
    }
}
