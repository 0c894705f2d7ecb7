package dev.farebox.gateway.provider.demo;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** The models of the provider as each vendor lists them. */
record Models(List<String> names) {
    /** A fixed date of birth, so that the list is the same every time. */
    private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");

    Models {
        names = List.copyOf(names);
    }

    String list(Vendor vendor) {
        String all = names.stream().map(name -> one(vendor, name)).collect(Collectors.joining(","));
        return switch (vendor) {
            case OPENAI -> "{\"object\":\"list\",\"data\":[" + all + "]}";
            case ANTHROPIC ->
                    "{\"data\":[%s],\"has_more\":false,\"first_id\":%s,\"last_id\":%s}"
                            .formatted(
                                    all,
                                    JsonText.quoted(names.getFirst()),
                                    JsonText.quoted(names.getLast()));
            case GEMINI -> "{\"models\":[" + all + "]}";
        };
    }

    String one(Vendor vendor, String name) {
        String quoted = JsonText.quoted(name);
        return switch (vendor) {
            case OPENAI ->
                    "{\"id\":%s,\"object\":\"model\",\"created\":%d,\"owned_by\":\"demo\"}"
                            .formatted(quoted, CREATED.getEpochSecond());
            case ANTHROPIC ->
                    "{\"type\":\"model\",\"id\":%s,\"display_name\":%s,\"created_at\":\"%s\"}"
                            .formatted(quoted, quoted, CREATED);
            case GEMINI ->
                    "{\"name\":%s,\"version\":\"001\",\"displayName\":%s,\"inputTokenLimit\":1048576,\"outputTokenLimit\":65536,\"supportedGenerationMethods\":[\"generateContent\",\"countTokens\"]}"
                            .formatted(JsonText.quoted("models/" + name), quoted);
        };
    }
}
