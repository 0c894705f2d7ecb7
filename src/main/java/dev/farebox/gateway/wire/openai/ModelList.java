package dev.farebox.gateway.wire.openai;

import java.util.List;
import java.util.Optional;

/** The bodies of {@code GET /v1/models} and {@code GET /v1/models/{id}}. */
public final class ModelList {
    /** {@code created} is in seconds since 1970. */
    public record Entry(String id, long created, String ownedBy) {}

    private ModelList() {}

    public static byte[] list(List<Entry> models) {
        return models.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    public static byte[] one(Entry model) {
        return list(List.of(model));
    }

    /** The id in the path behind {@code /models/}; ids may contain {@code /} and {@code :}. */
    public static Optional<String> idIn(String rawPath) {
        return Optional.of(rawPath);
    }
}
