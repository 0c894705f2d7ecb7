package dev.farebox.gateway.wire.anthropic;

import dev.farebox.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/** The bodies of {@code GET /v1/models} and {@code GET /v1/models/{id}} in Anthropic's form. */
public final class AnthropicModels {
    private static final int USUAL = 20;
    private static final int MOST = 1_000;

    public record Entry(String id, String displayName, Instant createdAt) {}

    private AnthropicModels() {}

    /**
     * One page of {@code models}, in their order: {@code limit} (1 to 1000, else 20), and what
     * stands behind {@code after_id} or before {@code before_id}. An id that is not there has
     * nothing behind or before it.
     */
    public static byte[] list(List<Entry> models, Map<String, String> query) {
        int limit = limit(query.getOrDefault("limit", ""));
        String before = query.getOrDefault("before_id", "");
        String after = query.getOrDefault("after_id", "");
        if (!before.isEmpty()) {
            int end = Math.max(0, position(models, before));
            int start = Math.max(0, end - limit);
            return page(models.subList(start, end), start > 0);
        }
        int position = position(models, after);
        int start = after.isEmpty() ? 0 : position < 0 ? models.size() : position + 1;
        int end = Math.min(models.size(), start + limit);
        return page(models.subList(start, end), end < models.size());
    }

    public static byte[] one(Entry model) {
        return Json.bytes(json -> write(json, model));
    }

    private static int limit(String said) {
        int limit = said.matches("\\d{1,9}") ? Integer.parseInt(said) : USUAL;
        return limit < 1 ? USUAL : Math.min(limit, MOST);
    }

    private static int position(List<Entry> models, String id) {
        for (int i = 0; i < models.size(); i++) {
            if (models.get(i).id().equals(id)) {
                return i;
            }
        }
        return -1;
    }

    private static byte[] page(List<Entry> page, boolean hasMore) {
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("data");
            page.forEach(model -> write(json, model));
            json.writeEndArray();
            json.writeBooleanProperty("has_more", hasMore);
            if (page.isEmpty()) {
                json.writeNullProperty("first_id");
                json.writeNullProperty("last_id");
            } else {
                json.writeStringProperty("first_id", page.getFirst().id());
                json.writeStringProperty("last_id", page.getLast().id());
            }
            json.writeEndObject();
        });
    }

    private static void write(JsonGenerator json, Entry model) {
        json.writeStartObject();
        json.writeStringProperty("type", "model");
        json.writeStringProperty("id", model.id());
        json.writeStringProperty("display_name", model.displayName());
        json.writeStringProperty("created_at", model.createdAt().toString());
        json.writeEndObject();
    }
}
