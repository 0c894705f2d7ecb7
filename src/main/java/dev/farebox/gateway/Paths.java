package dev.farebox.gateway;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** What a request path asks for. Base URLs with and without {@code /v1} lead to the same place. */
final class Paths {
    private static final int MAX_PREFIXES = 3;

    private Paths() {}

    /** The places of the model dialects. */
    sealed interface Target {
        record ChatCompletions() implements Target {}

        record Models() implements Target {}

        record Model(String id) implements Target {}

        /** Not a path of a dialect: health, our own interfaces, or nothing. */
        record Elsewhere() implements Target {}
    }

    /**
     * Tolerates doubled slashes and a repeated {@code /v1}, which clients produce that append their
     * own to a base URL that has it. A model id may contain slashes and colons, so it is all of the
     * rest.
     */
    static Target read(String path) {
        String rest = withoutVersions(singleSlashes(path));
        return switch (rest) {
            case "/chat/completions", "/chat/completions/" -> new Target.ChatCompletions();
            case "/models", "/models/" -> new Target.Models();
            default ->
                    rest.startsWith("/models/")
                            ? new Target.Model(decoded(rest.substring("/models/".length())))
                            : new Target.Elsewhere();
        };
    }

    private static String singleSlashes(String path) {
        String single = path;
        while (single.contains("//")) {
            single = single.replace("//", "/");
        }
        return single;
    }

    private static String withoutVersions(String path) {
        String rest = path;
        for (int i = 0; i < MAX_PREFIXES && rest.startsWith("/v1/"); i++) {
            rest = rest.substring("/v1".length());
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
