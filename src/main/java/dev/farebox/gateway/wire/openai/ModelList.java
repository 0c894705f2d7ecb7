package dev.farebox.gateway.wire.openai;

import dev.farebox.json.Json;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** The bodies of {@code GET /v1/models} and {@code GET /v1/models/{id}}. */
public final class ModelList {
    private static final String MODELS = "/models/";

    /** {@code created} is in seconds since 1970. */
    public record Entry(String id, long created, String ownedBy) {}

    private ModelList() {}

    public static byte[] list(List<Entry> models) {
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringProperty("object", "list");
            json.writeArrayPropertyStart("data");
            for (Entry model : models) {
                write(json, model);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    public static byte[] one(Entry model) {
        return Json.bytes(json -> write(json, model));
    }

    private static void write(JsonGenerator json, Entry model) {
        json.writeStartObject();
        json.writeStringProperty("id", model.id());
        json.writeStringProperty("object", "model");
        json.writeNumberProperty("created", model.created());
        json.writeStringProperty("owned_by", model.ownedBy());
        json.writeEndObject();
    }

    /**
     * The id in a raw path (no query), everything behind the first {@code /models/}: ids may
     * contain {@code /} and {@code :}, percent-encoded or not. Empty where there is none or it
     * cannot be decoded.
     */
    public static Optional<String> idIn(String rawPath) {
        int at = rawPath.indexOf(MODELS);
        if (at < 0 || at + MODELS.length() == rawPath.length()) {
            return Optional.empty();
        }
        try {
            // URLDecoder is made for forms, where a plus is a space
            String id = rawPath.substring(at + MODELS.length()).replace("+", "%2B");
            return Optional.of(URLDecoder.decode(id, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
