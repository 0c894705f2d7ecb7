package dev.farebox.gateway.provider.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farebox.gateway.exchange.AnswerSummary;
import dev.farebox.gateway.exchange.ByteRange;
import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.InputSize;
import dev.farebox.gateway.exchange.RequestHead;
import dev.farebox.gateway.exchange.SseEvent;
import dev.farebox.gateway.exchange.SseSplitter;
import dev.farebox.gateway.exchange.StreamReader;
import dev.farebox.gateway.exchange.Surface;
import dev.farebox.gateway.exchange.TokenFactors;
import dev.farebox.gateway.exchange.UsageReading;
import dev.farebox.gateway.exchange.WholeAnswer;
import dev.farebox.usage.Dimension;
import dev.farebox.usage.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Answers of the small surfaces: streams at every byte split, whole ones by a table. */
class RecordedMediaTest {
    private static final Path FOLDER = Path.of("src/test/resources/gateway/openai-media");

    static Stream<String> streams() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".stream"))
                    .map(file -> file.replace(".stream", ""))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void a_stream_means_the_same_at_every_byte_split(String name) throws IOException {
        JsonNode table = new YAMLMapper().readTree(FOLDER.resolve(name + ".yaml").toFile());
        byte[] stream = Files.readAllBytes(FOLDER.resolve(name + ".stream"));
        var expected = new ArrayList<String>();
        table.path("steps").forEach(step -> expected.add(step.stringValue()));
        for (int split = 0; split <= stream.length; split++) {
            StreamReader reader = reader(table);
            var steps = new ArrayList<String>();
            var splitter = new SseSplitter(1 << 20);
            splitter.feed(stream, 0, split, event -> step(reader, event, steps));
            splitter.feed(
                    stream, split, stream.length - split, event -> step(reader, event, steps));
            splitter.end(event -> step(reader, event, steps));
            assertThat(steps).as("split at " + split).isEqualTo(expected);
            AnswerSummary summary = reader.summary();
            assertThat(usage(summary.usage())).isEqualTo(table.path("usage").stringValue());
            assertThat(summary.complete()).isEqualTo(table.path("complete").booleanValue());
            assertThat(summary.refused()).isEqualTo(table.path("refused").booleanValue());
            assertThat(summary.estimatedOutput()).isEqualTo(table.path("output").asLong());
        }
    }

    /** Cut anywhere, a stream is complete exactly from the event on that is held back. */
    @ParameterizedTest
    @MethodSource("streams")
    void a_stream_cut_short_is_not_complete(String name) throws IOException {
        JsonNode table = new YAMLMapper().readTree(FOLDER.resolve(name + ".yaml").toFile());
        byte[] stream = Files.readAllBytes(FOLDER.resolve(name + ".stream"));
        for (int length = 0; length <= stream.length; length++) {
            StreamReader reader = reader(table);
            var steps = new ArrayList<String>();
            new SseSplitter(1 << 20).feed(stream, 0, length, event -> step(reader, event, steps));
            boolean held = steps.stream().anyMatch(step -> step.endsWith("held"));
            assertThat(reader.holdsBack()).isEqualTo(held);
            assertThat(reader.summary().complete()).isEqualTo(held);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "EMBEDDINGS | {\"object\":\"list\",\"data\":[{\"embedding\":\"AA==\"}],\"usage\":{\"prompt_tokens\":8,\"total_tokens\":8}} | {INPUT=8} | 0",
                "EMBEDDINGS | {\"data\":[],\"usage\":{\"total_tokens\":5}} | {INPUT=5} | 0",
                "EMBEDDINGS | {\"data\":[],\"usage\":{\"prompt_tokens\":0,\"total_tokens\":0}} | {} | 0",
                "EMBEDDINGS | {\"data\":[]} | missing | 0",
                "MODERATIONS | {\"id\":\"modr-1\",\"model\":\"m\",\"results\":[{\"flagged\":false}]} | {} | 0",
                "IMAGE_GENERATIONS | {\"created\":1,\"data\":[{\"url\":\"u\"},{\"url\":\"v\"}]} | {IMAGE=2} | 2200",
                "IMAGE_GENERATIONS | {\"created\":1,\"data\":[{\"b64_json\":\"AA\"}],\"usage\":{\"input_tokens\":20,\"output_tokens\":1056,\"total_tokens\":1076,\"input_tokens_details\":{\"text_tokens\":20,\"image_tokens\":0}}} | {INPUT=20, OUTPUT_IMAGE=1056} | 1100",
                "IMAGE_EDITS | {\"data\":[{\"b64_json\":\"AA\"}],\"usage\":{\"input_tokens\":350,\"output_tokens\":1100,\"input_tokens_details\":{\"text_tokens\":50,\"image_tokens\":300},\"output_tokens_details\":{\"image_tokens\":1056,\"text_tokens\":44}}} | {INPUT=50, INPUT_IMAGE=300, OUTPUT=44, OUTPUT_IMAGE=1056} | 1100",
                "TRANSCRIPTIONS | {\"text\":\"Hallo\",\"usage\":{\"type\":\"duration\",\"seconds\":7}} | {SECOND=7} | 2",
                "TRANSCRIPTIONS | {\"text\":\"Hallo\",\"duration\":6.4,\"segments\":[]} | {SECOND=7} | 2",
                "TRANSCRIPTIONS | {\"text\":\"Hallo\",\"duration\":6.4,\"usage\":{\"type\":\"duration\",\"seconds\":6}} | {SECOND=6} | 2",
                "TRANSCRIPTIONS | {\"text\":\"Hallo\",\"usage\":{\"type\":\"tokens\",\"input_tokens\":40,\"output_tokens\":5,\"total_tokens\":45}} | {INPUT_AUDIO=40, OUTPUT=5} | 2",
                "TRANSCRIPTIONS | {\"text\":\"Hallo\",\"usage\":{\"type\":\"duration\",\"seconds\":1e99}} | implausible {} | 2",
                "TRANSCRIPTIONS | {\"text\":\"Hallo\",\"usage\":{\"type\":\"duration\",\"seconds\":1e-99999999}} | implausible {} | 2",
                "TRANSCRIPTIONS | {\"text\":\"Hallo\",\"usage\":{\"type\":\"duration\",\"seconds\":1e99999999999}} | implausible {} | 2",
                "TRANSLATIONS | {\"text\":\"Hello\"} | missing | 2",
                "COMPLETIONS | {\"choices\":[{\"text\":\"Hello\",\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2,\"total_tokens\":5}} | {INPUT=3, OUTPUT=2} | 2"
            })
    void whole_answers_as_json(Surface surface, String body, String usage, long output) {
        AnswerSummary summary = summary(surface, body.getBytes(UTF_8), "application/json");
        assertThat(usage(summary.usage())).isEqualTo(usage);
        assertThat(summary.estimatedOutput()).isEqualTo(output);
    }

    @Test
    void speech_in_bytes_is_counted_by_what_was_asked_and_what_came() {
        byte[] pcm = new byte[96_001];
        AnswerSummary summary = summary(Surface.SPEECH, pcm, "audio/pcm");
        assertThat(usage(summary.usage())).isEqualTo("{INPUT=2, OUTPUT_AUDIO=63, CHARACTER=5}");
        assertThat(summary.estimatedOutput()).isEqualTo(63);
        byte[] mp3 = new byte[32_000];
        mp3[0] = (byte) 0xFF;
        mp3[1] = (byte) 0xFB;
        mp3[2] = (byte) 0x90;
        assertThat(usage(summary(Surface.SPEECH, mp3, "audio/mpeg").usage()))
                .isEqualTo("{INPUT=2, OUTPUT_AUDIO=42, CHARACTER=5}");
    }

    @Test
    void subtitles_do_not_say_how_long_the_sound_was() {
        byte[] srt = "1\n00:00:00,000 --> 00:00:02,000\nHallo\n".getBytes(UTF_8);
        AnswerSummary summary = summary(Surface.TRANSCRIPTIONS, srt, "text/plain; charset=utf-8");
        assertThat(summary.usage()).isEqualTo(UsageReading.MISSING);
        assertThat(summary.complete()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "EMBEDDINGS | application/json | {\"error\":{\"message\":\"no\",\"type\":\"x\"}} | Failed",
                "EMBEDDINGS | application/json | {\"usage\":{\"prompt_tokens\":1}} | Garbage",
                "EMBEDDINGS | application/json | [] | Garbage",
                "EMBEDDINGS | application/json | {\"data\":[[[}]} | Garbage",
                "EMBEDDINGS | application/json | '' | Garbage",
                "COMPLETIONS | application/json | {\"choices\":[]} | Garbage",
                "IMAGE_EDITS | application/json | {\"data\":7} | Garbage",
                "SPEECH | audio/mpeg | '' | Garbage",
                "SPEECH | application/json | {\"ok\":true} | Garbage",
                "SPEECH | application/json | {\"error\":\"no\"} | Failed",
                "TRANSCRIPTIONS | application/json | {\"text\":null} | Garbage"
            })
    void what_is_no_answer(Surface surface, String contentType, String body, String what) {
        WholeAnswer answer = whole(surface, body.getBytes(UTF_8), contentType);
        assertThat(answer.getClass().getSimpleName()).isEqualTo(what);
    }

    private static AnswerSummary summary(Surface surface, byte[] body, String contentType) {
        if (whole(surface, body, contentType) instanceof WholeAnswer.Read(var summary)) {
            return summary;
        }
        throw new AssertionError(whole(surface, body, contentType));
    }

    private static WholeAnswer whole(Surface surface, byte[] body, String contentType) {
        ClientRequest request = request(surface, 1, 7, CHARACTERS);
        return new MediaProvider()
                .readWhole(surface, body, contentType, request, TokenFactors.ROUGH);
    }

    private static final Usage CHARACTERS =
            Usage.builder().set(Dimension.CHARACTER, 5).set(Dimension.OUTPUT_AUDIO, 7).build();

    private static StreamReader reader(JsonNode table) {
        Surface surface = Surface.valueOf(table.path("surface").stringValue());
        String asked = table.path("request").stringValue();
        int choices = asked.contains("\"n\":2") || asked.contains("[\"a\",\"b\"]") ? 2 : 1;
        Usage fixed = surface == Surface.SPEECH ? CHARACTERS : Usage.NONE;
        return new MediaProvider()
                .streamReader(surface, request(surface, choices, 7, fixed), TokenFactors.ROUGH);
    }

    private static ClientRequest request(Surface surface, int choices, int text, Usage fixed) {
        return new ClientRequest(
                RequestHead.of(surface),
                new byte[0],
                ClientRequest.JSON,
                "m",
                true,
                true,
                OptionalLong.empty(),
                choices,
                new InputSize(0, text, 0, 0, 0, 0, 1, 4000, 0, 0),
                fixed,
                "",
                new ByteRange(0, 0),
                List.of());
    }

    private static void step(StreamReader reader, SseEvent event, List<String> steps) {
        String step = reader.read(event).name();
        steps.add(reader.holdsBack() ? step + " held" : step);
    }

    private static String usage(UsageReading reading) {
        return switch (reading) {
            case UsageReading.Reported(Usage usage, _, _) -> usage.nonZero().toString();
            case UsageReading.Missing _ -> "missing";
            case UsageReading.Implausible(Usage claimed, _, _) ->
                    "implausible " + claimed.nonZero();
        };
    }
}
