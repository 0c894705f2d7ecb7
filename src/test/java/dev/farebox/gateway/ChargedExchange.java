package dev.farebox.gateway;

import dev.farebox.testkit.FixedUpstream;
import dev.farebox.testkit.Form;
import dev.farebox.testkit.RawHttp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * One row of the charged exchanges: what a client asks, what the upstream answers, what it costs.
 */
record ChargedExchange(String file, JsonNode row) {
    static final Path FOLDER = Path.of("src/test/resources/gateway/charges");

    static List<ChargedExchange> of(String file) {
        var rows = new ArrayList<ChargedExchange>();
        new YAMLMapper()
                .readTree(FOLDER.resolve(file + ".yaml").toFile())
                .forEach(row -> rows.add(new ChargedExchange(file, row)));
        return rows;
    }

    long charge() {
        return row.path("charge").asLong();
    }

    String model() {
        return row.path("model").asString("exact");
    }

    String group() {
        return row.path("group").asString("default");
    }

    String outcome() {
        return row.path("outcome").asString("completed");
    }

    String basis() {
        return row.path("basis").asString("reported");
    }

    private boolean streams() {
        return row.has("stream");
    }

    /** Lays down the upstream's answer, and asks. */
    RawHttp.Answer exchange(FixedUpstream upstream, int port, String key) throws IOException {
        upstream.answers(type(), answer());
        byte[] body = body();
        var headers = new LinkedHashMap<String, String>();
        headers.put("Content-Type", row.has("form") ? Form.TYPE : "application/json");
        headers.put("Authorization", "Bearer " + key);
        headers.put("anthropic-version", "2023-06-01");
        try (var http = RawHttp.connect(port)) {
            return http.send(RawHttp.head("POST", path(), headers, body.length))
                    .send(body)
                    .answer();
        }
    }

    private String type() {
        return row.path("type").asString(streams() ? "text/event-stream" : "application/json");
    }

    private byte[] answer() {
        if (row.has("bytes")) {
            return new byte[row.path("bytes").asInt()];
        }
        String text = row.path(streams() ? "stream" : "whole").asString();
        boolean crlf = row.path("crlf").asBoolean(false);
        return (crlf ? text.replace("\n", "\r\n") : text + (streams() ? "\n" : ""))
                .getBytes(StandardCharsets.UTF_8);
    }

    private byte[] body() {
        if (row.has("form")) {
            var form = new Form();
            for (Map.Entry<String, JsonNode> field : row.path("form").properties()) {
                String value = field.getValue().asString();
                if (value.startsWith("@")) {
                    int size = Integer.parseInt(value.substring(1));
                    form.file(field.getKey(), field.getKey() + ".bin", "x".repeat(size));
                } else {
                    form.field(field.getKey(), value);
                }
            }
            return form.bytes();
        }
        String padding = "tea ".repeat(row.path("pad").asInt(0) / 4);
        return row.path("request")
                .asString()
                .replace("PAD", padding)
                .getBytes(StandardCharsets.UTF_8);
    }

    private String path() {
        String ofModel = "/v1beta/models/" + model() + ":";
        return switch (row.path("surface").asString()) {
            case "chat" -> "/v1/chat/completions";
            case "responses" -> "/v1/responses";
            case "compact" -> "/v1/responses/compact";
            case "messages" -> "/v1/messages";
            case "generate" ->
                    ofModel + (streams() ? "streamGenerateContent?alt=sse" : "generateContent");
            case "array" -> ofModel + "streamGenerateContent";
            case "embed" -> ofModel + "embedContent";
            case "embeds" -> ofModel + "batchEmbedContents";
            case "completions" -> "/v1/completions";
            case "embeddings" -> "/v1/embeddings";
            case "images" -> "/v1/images/generations";
            case "edits" -> "/v1/images/edits";
            case "speech" -> "/v1/audio/speech";
            case "transcriptions" -> "/v1/audio/transcriptions";
            case "translations" -> "/v1/audio/translations";
            default -> throw new IllegalArgumentException(row.toString());
        };
    }

    @Override
    public String toString() {
        return file + ": " + row.path("name").asString();
    }
}
