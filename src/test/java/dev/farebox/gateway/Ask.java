package dev.farebox.gateway;

import dev.farebox.gateway.exchange.Surface;
import dev.farebox.testkit.RawHttp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A small good request to each surface, for a model that a channel of the surface's own dialect
 * serves.
 *
 * @param contentType of the body
 */
record Ask(Surface surface, String path, String contentType, String body) {
    static final String JSON = "application/json";

    private static final String BOUNDARY = "x-part-x";
    private static final String FORM = "multipart/form-data; boundary=" + BOUNDARY;
    private static final String SAY = "{\"role\":\"user\",\"content\":\"Tea?\"}";
    private static final String CONTENTS = "[{\"role\":\"user\",\"parts\":[{\"text\":\"Tea?\"}]}]";
    private static final String GEMINI = "/v1beta/models/on-gemini:";

    static Ask of(Surface surface) {
        return switch (surface) {
            case CHAT -> openAi(surface, "/chat/completions", "\"messages\":[" + SAY + "]");
            case RESPONSES -> openAi(surface, "/responses", "\"input\":\"Tea?\"");
            case RESPONSES_INPUT_TOKENS ->
                    openAi(surface, "/responses/input_tokens", "\"input\":\"Tea?\"");
            case RESPONSES_COMPACT -> openAi(surface, "/responses/compact", "\"input\":\"Tea?\"");
            case COMPLETIONS -> openAi(surface, "/completions", "\"prompt\":\"Tea?\"");
            case EMBEDDINGS -> openAi(surface, "/embeddings", "\"input\":\"Tea?\"");
            case MODERATIONS -> openAi(surface, "/moderations", "\"input\":\"Tea?\"");
            case IMAGE_GENERATIONS ->
                    openAi(surface, "/images/generations", "\"prompt\":\"A dot\"");
            case IMAGE_EDITS -> form(surface, "/images/edits", "prompt", "A dot", "image");
            case SPEECH ->
                    openAi(surface, "/audio/speech", "\"input\":\"Tea\",\"voice\":\"alloy\"");
            case TRANSCRIPTIONS -> form(surface, "/audio/transcriptions", "language", "en", "file");
            case TRANSLATIONS -> form(surface, "/audio/translations", "prompt", "tea", "file");
            case MESSAGES -> anthropic(surface, "/messages", ",\"max_tokens\":50");
            case COUNT_TOKENS -> anthropic(surface, "/messages/count_tokens", "");
            case GENERATE -> gemini(surface, "generateContent", CONTENTS);
            case GEMINI_COUNT_TOKENS -> gemini(surface, "countTokens", CONTENTS);
            case GEMINI_EMBED ->
                    json(
                            surface,
                            GEMINI + "embedContent",
                            "{\"content\":{\"parts\":[{\"text\":\"Tea\"}]}}");
            case GEMINI_BATCH_EMBED ->
                    json(
                            surface,
                            GEMINI + "batchEmbedContents",
                            "{\"requests\":[{\"model\":\"models/on-gemini\",\"content\":"
                                    + "{\"parts\":[{\"text\":\"Tea\"}]}}]}");
        };
    }

    /** The same as a stream, where the body says so. */
    Ask streamed() {
        return surface == Surface.GENERATE
                ? json(surface, GEMINI + "streamGenerateContent?alt=sse", body)
                : json(surface, path, body.substring(0, body.length() - 1) + ",\"stream\":true}");
    }

    /** With an order to the demo provider in its question. */
    Ask ordering(String order) {
        return new Ask(surface, path, contentType, body.replace("Tea?", order + " Tea?"));
    }

    RawHttp.Answer send(int port, Map<String, String> more) throws IOException {
        try (var http = open(port, more)) {
            return http.answer();
        }
    }

    RawHttp open(int port, Map<String, String> more) throws IOException {
        return RawHttp.connect(port).request("POST", path, headers(more), body);
    }

    /** What a client of this surface sends, but for its key. */
    Map<String, String> headers(Map<String, String> more) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("content-type", contentType);
        if (surface.family() == Surface.Family.ANTHROPIC) {
            headers.put("anthropic-version", "2023-06-01");
        }
        headers.putAll(more);
        return headers;
    }

    private static Ask openAi(Surface surface, String path, String member) {
        return json(surface, "/v1" + path, "{\"model\":\"demo-chat\"," + member + "}");
    }

    private static Ask anthropic(Surface surface, String path, String more) {
        String body = "{\"model\":\"on-anthropic\",\"messages\":[" + SAY + "]" + more + "}";
        return json(surface, "/v1" + path, body);
    }

    private static Ask gemini(Surface surface, String verb, String contents) {
        return json(surface, GEMINI + verb, "{\"contents\":" + contents + "}");
    }

    private static Ask json(Surface surface, String path, String body) {
        return new Ask(surface, path, JSON, body);
    }

    private static Ask form(
            Surface surface, String path, String name, String value, String fileName) {
        var body = new StringBuilder();
        for (List<String> part : List.of(List.of("model", "demo-chat"), List.of(name, value))) {
            disposition(body, part.getFirst(), "").append(part.getLast()).append("\r\n");
        }
        disposition(body, fileName, "; filename=\"f.png\"").append(wave()).append("\r\n");
        body.append("--" + BOUNDARY + "--\r\n");
        return new Ask(surface, "/v1" + path, FORM, body.toString());
    }

    private static StringBuilder disposition(StringBuilder body, String name, String more) {
        return body.append("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"")
                .append(name + "\"" + more + "\r\n\r\n");
    }

    /** A little sound of plain characters. */
    private static String wave() {
        return new String(new byte[1_000], StandardCharsets.US_ASCII).replace('\0', 's');
    }
}
