package dev.farebox.gateway.stored;

import dev.farebox.gateway.exchange.Surface;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The member names by which a body can refer to something: most bodies have none of them and need
 * no second reading.
 */
final class Markers {
    private static final byte[] ESCAPED = {'\\', 'u', '0', '0'};
    private static final List<byte[]> CHAT =
            names(
                    "file_id",
                    "file_ids",
                    "audio",
                    "container",
                    "container_id",
                    "skill_id",
                    "vector_store_ids",
                    "previous_response_id",
                    "conversation");
    private static final List<byte[]> OPENAI =
            names(
                    "id",
                    "file_id",
                    "file_ids",
                    "previous_response_id",
                    "conversation",
                    "vector_store_ids",
                    "container",
                    "container_id",
                    "skill_id");
    private static final List<byte[]> ANTHROPIC = names("file_id", "container");
    private static final List<byte[]> GEMINI =
            names("fileUri", "file_uri", "cachedContent", "cached_content");

    private Markers() {}

    /** False where nothing can be referred to. A name can hide in an escaped letter. */
    static boolean isAnyIn(byte[] body, Surface surface) {
        List<byte[]> names =
                switch (surface.family()) {
                    case OPENAI -> surface == Surface.CHAT ? CHAT : OPENAI;
                    case ANTHROPIC -> ANTHROPIC;
                    case GEMINI -> GEMINI;
                };
        for (int i = 0; i < body.length; i++) {
            if ((body[i] == '"' && isOneOf(names, body, i))
                    || (body[i] == '\\' && isAt(body, i, ESCAPED))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOneOf(List<byte[]> names, byte[] body, int from) {
        for (byte[] name : names) {
            if (isAt(body, from, name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAt(byte[] body, int from, byte[] text) {
        int to = from + text.length;
        return to <= body.length && Arrays.equals(body, from, to, text, 0, text.length);
    }

    private static List<byte[]> names(String... names) {
        return Stream.of(names)
                .map(name -> ('"' + name + '"').getBytes(StandardCharsets.US_ASCII))
                .toList();
    }
}
