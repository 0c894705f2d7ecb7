package dev.farebox.gateway.provider.demo;

import static dev.farebox.gateway.provider.demo.DemoCall.JSON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.testkit.DemoUpstream;
import dev.farebox.testkit.RawEvents.Event;
import dev.farebox.testkit.RawHttp;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The demo provider serves what of OpenAI's is no conversation. */
class OtherEndpointsTest {
    private static final DemoUpstream DEMO = DemoUpstream.instant();
    private static final String BOUNDARY = "x-part-x";
    private static final String MODEL = "demo-transcribe";

    @AfterAll
    static void stop() {
        DEMO.close();
    }

    private static RawHttp.Answer post(String path, String body) throws IOException {
        return RawHttp.once(
                DEMO.port(), "POST", "/v1/" + path, RawHttp.json(DemoUpstream.KEY), body);
    }

    private static JsonNode ask(String path, String body) throws IOException {
        return JSON.readTree(post(path, body).body());
    }

    private static RawHttp form(String path, String... namesAndValues) throws IOException {
        var body = new StringBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            body.append("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"")
                    .append(namesAndValues[i] + "\"; filename=\"f\"\r\n\r\n")
                    .append(namesAndValues[i + 1] + "\r\n");
        }
        body.append("--" + BOUNDARY + "--\r\n");
        var headers =
                Map.of(
                        "Authorization", "Bearer " + DemoUpstream.KEY,
                        "Content-Type", "multipart/form-data; boundary=" + BOUNDARY);
        return RawHttp.connect(DEMO.port())
                .request("POST", "/v1/" + path, headers, body.toString());
    }

    @Test
    void embeddings_are_the_same_as_numbers_and_in_base64() throws IOException {
        String body =
                "{\"model\":\"demo-embedding\",\"input\":[\"tea\",\"black coffee\"],\"dimensions\":8%s}";
        JsonNode numbers = ask("embeddings", body.formatted(""));
        JsonNode coded = ask("embeddings", body.formatted(",\"encoding_format\":\"base64\""));
        for (int i = 0; i < 2; i++) {
            byte[] bytes =
                    Base64.getDecoder().decode(coded.at("/data/" + i + "/embedding").asString());
            var floats = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
            assertThat(floats.remaining()).isEqualTo(8);
            for (JsonNode number : numbers.at("/data/" + i + "/embedding").values()) {
                assertThat((float) number.asDouble()).isEqualTo(floats.get());
            }
        }
        assertThat(numbers.at("/usage/prompt_tokens").asInt()).isEqualTo(4);
        String tokens = "{\"model\":\"demo-embedding\",\"input\":[[1,2],[3]]}";
        assertThat(ask("embeddings", tokens).path("data").size()).isEqualTo(2);
        String none = "{\"model\":\"demo-embedding\",\"input\":[]}";
        assertThat(post("embeddings", none).status()).isEqualTo(400);
    }

    @Test
    void moderation_flags_what_is_forbidden_and_needs_no_model() throws IOException {
        JsonNode answer = ask("moderations", "{\"input\":[\"tea\",\"a forbidden thing\"]}");
        assertThat(answer.at("/results/0/flagged").asBoolean()).isFalse();
        assertThat(answer.at("/results/1/flagged").asBoolean()).isTrue();
    }

    @Test
    void an_image_is_a_picture_and_costs_tokens() throws IOException {
        JsonNode answer =
                ask(
                        "images/generations",
                        "{\"model\":\"demo-image\",\"prompt\":\"a dot\",\"n\":2}");
        byte[] png = Base64.getDecoder().decode(answer.at("/data/1/b64_json").asString());
        assertThat(ImageIO.read(new ByteArrayInputStream(png)).getWidth()).isEqualTo(1);
        assertThat(answer.at("/usage/output_tokens").asInt()).isEqualTo(544);
        String[] fields = {
            "model",
            "demo-image",
            "prompt",
            "red",
            "image",
            "x",
            "stream",
            "true",
            "partial_images",
            "2"
        };
        try (var http = form("images/edits", fields)) {
            assertThat(http.events().rest().stream().map(Event::name))
                    .containsExactly(
                            "image_edit.partial_image",
                            "image_edit.partial_image",
                            "image_edit.completed");
        }
    }

    @Test
    void speech_is_sound_or_events_with_usage() throws IOException {
        String body =
                "{\"model\":\"demo-speech\",\"input\":\"Hello\",\"voice\":\"alloy\",\"%s\":\"%s\"}";
        var wav = post("audio/speech", body.formatted("response_format", "wav"));
        assertThat(wav.header("content-type")).isEqualTo("audio/wav");
        assertThat(wav.latin1()).startsWith("RIFF").hasSize(44 + 5 * 320);
        try (var http =
                RawHttp.connect(DEMO.port())
                        .request(
                                "POST",
                                "/v1/audio/speech",
                                RawHttp.json(DemoUpstream.KEY),
                                body.formatted("stream_format", "sse"))) {
            List<Event> events = http.events().rest();
            assertThat(events.getFirst().data()).contains("speech.audio.delta");
            JsonNode last = JSON.readTree(events.getLast().data());
            assertThat(last.path("type").asString()).isEqualTo("speech.audio.done");
            assertThat(last.at("/usage/output_tokens").asInt()).isPositive();
        }
        String voiceless = "{\"model\":\"demo-speech\",\"input\":\"Hi\"}";
        assertThat(post("audio/speech", voiceless).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"audio/transcriptions", "audio/translations"})
    void a_transcript_says_how_long_the_sound_was(String path) throws IOException {
        try (var http = form(path, "model", MODEL, "file", "x".repeat(40_000))) {
            JsonNode answer = JSON.readTree(http.answer().body());
            assertThat(answer.path("text").asString()).contains("3 seconds");
            assertThat(answer.at("/usage/seconds").asInt()).isEqualTo(3);
        }
        try (var http =
                form(path, "model", MODEL, "file", "x", "response_format", "verbose_json")) {
            assertThat(JSON.readTree(http.answer().body()).path("duration").asInt()).isEqualTo(1);
        }
        try (var http = form(path, "model", MODEL, "file", "x", "response_format", "text")) {
            var answer = http.answer();
            assertThat(answer.header("content-type")).startsWith("text/plain");
            assertThat(answer.body()).contains("I heard").doesNotContain("{");
        }
        try (var http = form(path, "model", MODEL)) {
            assertThat(http.answer().status()).isEqualTo(400);
        }
    }

    @Test
    void a_transcript_can_be_streamed() throws IOException {
        try (var http =
                form("audio/transcriptions", "model", MODEL, "file", "x", "stream", "true")) {
            List<Event> events = http.events().rest();
            assertThat(events.getFirst().data()).contains("transcript.text.delta");
            assertThat(JSON.readTree(events.getLast().data()).at("/usage/type").asString())
                    .isEqualTo("duration");
        }
    }

    @Test
    void faults_spoil_these_answers_too() throws IOException {
        String body = "{\"model\":\"demo-embedding\",\"input\":\"!fault %s\"}";
        assertThat(post("embeddings", body.formatted("status 429")).status()).isEqualTo(429);
        assertThat(ask("embeddings", body.formatted("no_usage")).has("usage")).isFalse();
        assertThat(
                        ask("embeddings", body.formatted("wrong_usage negative"))
                                .at("/usage/prompt_tokens")
                                .asInt())
                .isNegative();
        String image = "{\"model\":\"demo-image\",\"prompt\":\"!fault no_usage a dot\"}";
        assertThat(ask("images/generations", image).has("usage")).isFalse();
    }
}
