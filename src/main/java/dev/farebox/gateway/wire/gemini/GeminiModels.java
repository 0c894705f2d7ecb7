package dev.farebox.gateway.wire.gemini;

import dev.farebox.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** The bodies of {@code GET /v1beta/models} and {@code GET /v1beta/models/{id}}. */
public final class GeminiModels {
    private static final int DEFAULT_PAGE = 50;
    private static final int LARGEST_PAGE = 1000;

    /** What a model can be asked for, in the dialect's words. */
    public enum Method {
        GENERATE("generateContent"),
        COUNT_TOKENS("countTokens"),
        EMBED("embedContent"),
        BATCH_EMBED("batchEmbedContents");

        private final String word;

        Method(String word) {
            this.word = word;
        }
    }

    /**
     * A model as it is listed.
     *
     * @param id as requests name it, without {@code models/}
     * @param displayName the id where there is no better one
     * @param inputLimit tokens that it reads at most, 0 where that is not known
     * @param outputLimit tokens that it writes at most, 0 where that is not known
     */
    public record Entry(
            String id, String displayName, long inputLimit, long outputLimit, Set<Method> methods) {
        public Entry {
            methods = Set.copyOf(methods);
        }
    }

    private GeminiModels() {}

    /**
     * One page of the list, sorted by id.
     *
     * @param pageSize as the query says; what is not a number from 1 to 1000 is 50, or 1000
     * @param pageToken the {@code nextPageToken} of the page before: its last id; an unknown one
     *     goes on behind where it would stand
     */
    public static byte[] list(
            List<Entry> models, @Nullable String pageSize, @Nullable String pageToken) {
        var sorted = new ArrayList<Entry>();
        for (Entry model : models) {
            if (pageToken == null || pageToken.isEmpty() || model.id().compareTo(pageToken) > 0) {
                sorted.add(model);
            }
        }
        sorted.sort(Comparator.comparing(Entry::id));
        int size = Math.min(pageSize(pageSize), sorted.size());
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("models");
            for (Entry model : sorted.subList(0, size)) {
                write(json, model);
            }
            json.writeEndArray();
            if (size < sorted.size()) {
                json.writeStringProperty("nextPageToken", sorted.get(size - 1).id());
            }
            json.writeEndObject();
        });
    }

    public static byte[] one(Entry model) {
        return Json.bytes(json -> write(json, model));
    }

    private static int pageSize(@Nullable String said) {
        if (said == null || !said.matches("\\d{1,9}") || Integer.parseInt(said) == 0) {
            return DEFAULT_PAGE;
        }
        return Math.min(LARGEST_PAGE, Integer.parseInt(said));
    }

    private static void write(JsonGenerator json, Entry model) {
        json.writeStartObject();
        json.writeStringProperty("name", "models/" + model.id());
        json.writeStringProperty("baseModelId", model.id());
        json.writeStringProperty("version", "001");
        json.writeStringProperty("displayName", model.displayName());
        if (model.inputLimit() > 0) {
            json.writeNumberProperty("inputTokenLimit", model.inputLimit());
        }
        if (model.outputLimit() > 0) {
            json.writeNumberProperty("outputTokenLimit", model.outputLimit());
        }
        json.writeArrayPropertyStart("supportedGenerationMethods");
        for (Method method : Method.values()) {
            if (model.methods().contains(method)) {
                json.writeString(method.word);
            }
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
