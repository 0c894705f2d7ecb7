package dev.farebox.gateway.provider.openai;

import tools.jackson.databind.JsonNode;

/** Readable thinking of a delta or a message, which vendors put into different places. */
final class Thoughts {
    private Thoughts() {}

    /** Where several places hold it, they hold the same: the first counts. */
    static String of(JsonNode delta) {
        for (String name : new String[] {"reasoning_content", "reasoning"}) {
            String text = delta.path(name).asString("");
            if (!text.isEmpty()) {
                return text;
            }
        }
        var text = new StringBuilder();
        for (JsonNode detail : delta.path("reasoning_details")) {
            text.append(detail.path("text").asString(""));
            text.append(detail.path("summary").asString(""));
        }
        for (JsonNode part : delta.path("content")) {
            for (JsonNode piece : part.path("thinking")) {
                text.append(piece.path("text").asString(""));
            }
        }
        return text.toString();
    }

    /** The texts of a content that is an array of parts. */
    static String texts(JsonNode content) {
        var text = new StringBuilder();
        for (JsonNode part : content) {
            text.append(part.path("text").asString(""));
        }
        return text.toString();
    }
}
