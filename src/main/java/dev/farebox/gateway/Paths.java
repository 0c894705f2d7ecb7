package dev.farebox.gateway;

import dev.farebox.gateway.exchange.Surface;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a request path asks for. Base URLs with and without a version lead to the same place, and so
 * does every vendor's place on every version, because clients mix them.
 */
final class Paths {
    private static final int MAX_PREFIXES = 4;
    private static final String MODELS = "/models/";

    private static final Map<String, Surface> PLACES =
            Map.ofEntries(
                    Map.entry("/chat/completions", Surface.CHAT),
                    Map.entry("/completions", Surface.COMPLETIONS),
                    Map.entry("/responses", Surface.RESPONSES),
                    Map.entry("/responses/input_tokens", Surface.RESPONSES_INPUT_TOKENS),
                    Map.entry("/responses/compact", Surface.RESPONSES_COMPACT),
                    Map.entry("/embeddings", Surface.EMBEDDINGS),
                    Map.entry("/moderations", Surface.MODERATIONS),
                    Map.entry("/images/generations", Surface.IMAGE_GENERATIONS),
                    Map.entry("/images/edits", Surface.IMAGE_EDITS),
                    Map.entry("/audio/speech", Surface.SPEECH),
                    Map.entry("/audio/transcriptions", Surface.TRANSCRIPTIONS),
                    Map.entry("/audio/translations", Surface.TRANSLATIONS),
                    Map.entry("/messages", Surface.MESSAGES),
                    Map.entry("/messages/count_tokens", Surface.COUNT_TOKENS));

    /** Gemini's verbs, behind the last colon of the path. */
    private static final Map<String, Surface> VERBS =
            Map.of(
                    "generateContent", Surface.GENERATE,
                    "streamGenerateContent", Surface.GENERATE,
                    "countTokens", Surface.GEMINI_COUNT_TOKENS,
                    "embedContent", Surface.GEMINI_EMBED,
                    "batchEmbedContents", Surface.GEMINI_BATCH_EMBED);

    private record Unserved(String path, String what, String instead) {
        boolean has(String place) {
            return place.equals(path) || place.startsWith(path + "/");
        }
    }

    private static final String EACH = "Send each request by itself.";
    private static final String GENERATE = "Use generateContent.";
    private static final String IN_FULL = "Send what is needed with each request.";

    /** Places that clients know of and that are not here, so that they are told so. */
    private static final List<Unserved> UNSERVED =
            List.of(
                    new Unserved("/batches", "Batches", EACH),
                    new Unserved("/messages/batches", "Batches", EACH),
                    new Unserved("/uploads", "Uploads in parts", "Send the file to /v1/files."),
                    new Unserved(
                            "/conversations",
                            "Conversations",
                            "Continue a response by 'previous_response_id'."),
                    new Unserved("/vector_stores", "Vector stores", IN_FULL),
                    new Unserved("/containers", "Containers", IN_FULL),
                    new Unserved("/cachedContents", "Cached contents", IN_FULL),
                    new Unserved("/fine_tuning", "Fine-tuning jobs", ""),
                    new Unserved("/assistants", "Assistants", "Use /v1/responses."),
                    new Unserved("/threads", "Threads", "Use /v1/responses."),
                    new Unserved("/realtime", "Realtime sessions", "Use /v1/responses."),
                    new Unserved("/ws", "Live sessions", GENERATE),
                    new Unserved("/interactions", "Interactions", GENERATE),
                    new Unserved("/upload", "Uploads", "Send files within the request."));

    private static final Set<String> BATCH_VERBS =
            Set.of("batchGenerateContent", "asyncBatchEmbedContent");

    private static final Set<String> PREDICTION_VERBS = Set.of("predict", "predictLongRunning");

    private static final String STREAM_VERB = "streamGenerateContent";

    private Paths() {}

    /** The places of the model dialects. */
    sealed interface Target {
        /** {@code model} and {@code stream} as a Gemini path says them, else empty and false. */
        record Serve(Surface surface, String model, boolean stream) implements Target {}

        record Models() implements Target {}

        record Model(String id) implements Target {}

        /** A response that a client left at an upstream: {@code /responses/ID…}. */
        record Stored(String rest) implements Target {}

        /** Files that clients leave at upstreams: {@code /files…}. */
        record Files(String rest) implements Target {}

        /** A place of a dialect that is not served, and what is instead. */
        record Unserved(String what, String instead) implements Target {}

        /** Not a path of a dialect: health, our own interfaces, or nothing. */
        record Elsewhere() implements Target {}
    }

    /**
     * Tolerates doubled slashes, a slash at the end, and a repeated version, which clients produce
     * that append their own to a base URL that has it. A model id may contain slashes and colons,
     * so it is all of the rest.
     */
    static Target read(String path) {
        String rest = withoutLastSlash(withoutVersions(singleSlashes(path)));
        Surface place = PLACES.get(rest);
        if (place != null) {
            return new Target.Serve(place, "", false);
        }
        if (rest.equals("/models")) {
            return new Target.Models();
        }
        if (rest.startsWith(MODELS)) {
            return ofModel(rest.substring(MODELS.length()));
        }
        if (rest.startsWith("/responses/")) {
            return new Target.Stored(rest);
        }
        if (rest.equals("/files") || rest.startsWith("/files/")) {
            return new Target.Files(rest);
        }
        return UNSERVED.stream()
                .filter(unserved -> unserved.has(rest))
                .findFirst()
                .<Target>map(unserved -> new Target.Unserved(unserved.what, unserved.instead))
                .orElseGet(Target.Elsewhere::new);
    }

    private static Target ofModel(String rest) {
        int colon = rest.lastIndexOf(':');
        if (colon > 0 && BATCH_VERBS.contains(rest.substring(colon + 1))) {
            return new Target.Unserved("Batches", EACH);
        }
        if (colon > 0 && PREDICTION_VERBS.contains(rest.substring(colon + 1))) {
            return new Target.Unserved("Predictions", GENERATE);
        }
        Optional<Surface> verb =
                colon <= 0
                        ? Optional.empty()
                        : Optional.ofNullable(VERBS.get(rest.substring(colon + 1)));
        return verb.<Target>map(surface ->
                        new Target.Serve(
                                surface,
                                decoded(rest.substring(0, colon)),
                                rest.endsWith(STREAM_VERB)))
                .orElseGet(() -> new Target.Model(decoded(rest)));
    }

    private static String withoutLastSlash(String path) {
        return path.length() > 1 && path.endsWith("/")
                ? path.substring(0, path.length() - 1)
                : path;
    }

    private static String singleSlashes(String path) {
        String single = path;
        while (single.contains("//")) {
            single = single.replace("//", "/");
        }
        return single;
    }

    /** Gemini's path for OpenAI's clients is {@code /v1beta/openai/…}. */
    private static String withoutVersions(String path) {
        String rest = path;
        for (int i = 0; i < MAX_PREFIXES; i++) {
            if (rest.startsWith("/v1/")
                    || rest.startsWith("/v1beta/")
                    || rest.startsWith("/v1alpha/")) {
                rest = rest.substring(rest.indexOf('/', 1));
            } else if (i > 0 && rest.startsWith("/openai/")) {
                rest = rest.substring("/openai".length());
            } else {
                return rest;
            }
        }
        return rest;
    }

    private static String decoded(String id) {
        try {
            return URLDecoder.decode(id.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return id; // A stray percent sign: no model has that name, and the answer says so.
        }
    }
}
