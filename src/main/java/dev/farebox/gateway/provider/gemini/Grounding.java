package dev.farebox.gateway.provider.gemini;

import java.util.HashSet;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * How many searches an answer is billed for.
 *
 * <p>Google bills each different query that is not empty; models before Gemini 3 once for each
 * answer with any (its documentation, Sep 2026). Later chunks repeat the queries of earlier ones.
 */
final class Grounding {
    private static final int MAX_QUERIES = 256;
    private static final int MAX_LENGTH = 1024;

    private final Set<String> queries = new HashSet<>();

    /** Walks the {@code groundingMetadata} that the parser has just opened, to its end. */
    void read(JsonParser parser) {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            boolean searches = name.equals("webSearchQueries") || name.equals("imageSearchQueries");
            if (searches && token == JsonToken.START_ARRAY) {
                queries(parser);
            }
            parser.skipChildren();
        }
    }

    private void queries(JsonParser parser) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.VALUE_STRING
                    && parser.getStringLength() <= MAX_LENGTH
                    && queries.size() < MAX_QUERIES
                    && !parser.getString().isBlank()) {
                queries.add(parser.getString());
            }
            parser.skipChildren();
        }
    }

    long billed(String modelVersion) {
        boolean byAnswer =
                modelVersion.startsWith("gemini-1.") || modelVersion.startsWith("gemini-2.");
        return byAnswer ? Math.min(1, queries.size()) : queries.size();
    }
}
