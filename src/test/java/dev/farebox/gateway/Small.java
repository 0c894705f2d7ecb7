package dev.farebox.gateway;

import dev.farebox.gateway.GatewayWorld.Buyer;
import dev.farebox.testkit.Form;
import dev.farebox.testkit.RawHttp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** A request to each of the small surfaces. */
enum Small {
    COMPLETION(
            "/v1/completions", "{\"model\":\"words\",\"prompt\":\"PROMPT\",\"max_tokens\":7}", 0),
    EMBEDDING("/v1/embeddings", "{\"model\":\"vectors\",\"input\":[\"PROMPT\",\"tea\"]}", 0),
    IMAGES("/v1/images/generations", "{\"model\":\"images\",\"prompt\":\"PROMPT\",\"n\":2}", 0),
    IMAGE_STREAM(
            "/v1/images/generations",
            "{\"model\":\"images\",\"prompt\":\"PROMPT\",\"stream\":true,\"partial_images\":2}",
            0),
    EDIT("/v1/images/edits", "", 64),
    SPEECH("/v1/audio/speech", "{\"model\":\"voice\",\"input\":\"PROMPT\",\"voice\":\"a\"}", 0),
    SPEECH_STREAM(
            "/v1/audio/speech",
            "{\"model\":\"voice\",\"input\":\"PROMPT\",\"voice\":\"a\",\"stream_format\":\"sse\"}",
            0),
    TRANSCRIPTION("/v1/audio/transcriptions", "", 48_000),
    TRANSCRIPTION_STREAM("/v1/audio/transcriptions", "", 48_000),
    TRANSLATION("/v1/audio/translations", "", 48_000),
    COMPACT("/v1/responses/compact", "{\"model\":\"words\",\"input\":\"PROMPT\"}", 0),
    GEMINI_EMBED(
            "/v1beta/models/gemini-vectors:embedContent",
            "{\"content\":{\"parts\":[{\"text\":\"PROMPT\"}]}}",
            0),
    GEMINI_EMBEDS(
            "/v1beta/models/gemini-vectors:batchEmbedContents",
            "{\"requests\":[{\"model\":\"models/gemini-vectors\",\"content\":{\"parts\":[{\"text\":\"PROMPT\"}]}}]}",
            0),
    GEMINI_ARRAY(
            "/v1beta/models/gemini-words:streamGenerateContent",
            "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"PROMPT\"}]}],\"generationConfig\":{\"maxOutputTokens\":7}}",
            0);

    private final String path;
    private final String json;
    private final int fileBytes;

    Small(String path, String json, int fileBytes) {
        this.path = path;
        this.json = json;
        this.fileBytes = fileBytes;
    }

    boolean streams() {
        return this == IMAGE_STREAM
                || this == SPEECH_STREAM
                || this == TRANSCRIPTION_STREAM
                || this == GEMINI_ARRAY;
    }

    RawHttp open(int port, Buyer buyer, String prompt) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", fileBytes > 0 ? Form.TYPE : "application/json");
        headers.put("Authorization", "Bearer " + buyer.secret());
        byte[] body = body(prompt);
        return RawHttp.connect(port)
                .send(RawHttp.head("POST", path, headers, body.length))
                .send(body);
    }

    RawHttp.Answer ask(int port, Buyer buyer, String prompt) throws IOException {
        try (var http = open(port, buyer, prompt)) {
            return http.answer();
        }
    }

    private byte[] body(String prompt) {
        if (fileBytes == 0) {
            return json.replace("PROMPT", prompt.replace("\n", "\\n"))
                    .getBytes(StandardCharsets.UTF_8);
        }
        var form = new Form().field("prompt", prompt);
        String bytes = "x".repeat(fileBytes);
        if (this == EDIT) {
            return form.field("model", "images").file("image", "a.png", bytes).bytes();
        }
        form.field("model", "hearing").file("file", "a.mp3", bytes);
        return (streams() ? form.field("stream", "true") : form).bytes();
    }
}
