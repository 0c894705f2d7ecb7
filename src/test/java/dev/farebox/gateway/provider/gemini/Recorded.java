package dev.farebox.gateway.provider.gemini;

import dev.farebox.gateway.exchange.AnswerSummary;
import dev.farebox.gateway.exchange.ClientRequest;
import dev.farebox.gateway.exchange.InputSize;
import dev.farebox.gateway.exchange.RequestHead;
import dev.farebox.gateway.exchange.SseEvent;
import dev.farebox.gateway.exchange.SseSplitter;
import dev.farebox.gateway.exchange.Step;
import dev.farebox.gateway.exchange.StreamReader;
import dev.farebox.gateway.exchange.Surface;
import dev.farebox.gateway.exchange.TokenFactors;
import dev.farebox.gateway.exchange.UsageReading;
import dev.farebox.usage.Dimension;
import dev.farebox.usage.Usage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** A stream as an upstream sent it, and what it must be taken for. */
@SuppressWarnings("ArrayRecordComponent") // read only
record Recorded(String name, byte[] stream, byte[] forwarded, JsonNode expected) {
    private static final Path FOLDER = Path.of("src/test/resources/gateway/gemini");
    private static final YAMLMapper YAML = new YAMLMapper();

    /** What was sent in every case: small, so that absurd claims stand out. */
    static final InputSize SENT = new InputSize(1, 400, 0, 0, 0, 0, 0, 0, 0, 0);

    static Stream<Recorded> all() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".stream"))
                    .sorted()
                    .map(file -> read(file.substring(0, file.length() - ".stream".length())))
                    .toList()
                    .stream();
        }
    }

    static Recorded read(String name) {
        try {
            byte[] stream = Files.readAllBytes(FOLDER.resolve(name + ".stream"));
            Path forwarded = FOLDER.resolve(name + ".forwarded");
            return new Recorded(
                    name,
                    stream,
                    Files.exists(forwarded) ? Files.readAllBytes(forwarded) : stream,
                    YAML.readTree(FOLDER.resolve(name + ".yaml").toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ClientRequest request(int choices) {
        return new ClientRequest(
                new RequestHead(Surface.GENERATE, "m", true, Map.of(), Map.of("alt", "sse")),
                new byte[0],
                ClientRequest.JSON,
                "m",
                true,
                true,
                OptionalLong.empty(),
                choices,
                SENT,
                Usage.NONE,
                "",
                null,
                List.of());
    }

    List<String> events() {
        var events = new ArrayList<String>();
        expected.get("events").forEach(event -> events.add(event.asString()));
        return events;
    }

    int choices() {
        return expected.get("choices").asInt();
    }

    @Override
    public String toString() {
        return name;
    }

    /** Reads chunks of bytes to the end, as a relay does. */
    static final class Reading {
        final List<String> events = new ArrayList<>();
        final ByteArrayOutputStream forwarded = new ByteArrayOutputStream();
        final StreamReader reader;
        private final SseSplitter splitter = new SseSplitter(65_536);
        private long estimated;

        Reading(int choices) {
            reader =
                    new GeminiProvider()
                            .streamReader(Surface.GENERATE, request(choices), TokenFactors.ROUGH);
        }

        void feed(byte[] bytes, int from, int to) {
            // a buffer of its own, overwritten afterwards: nothing may be kept by reference
            byte[] chunk = Arrays.copyOfRange(bytes, from, to);
            splitter.feed(chunk, 0, chunk.length, this::event);
            Arrays.fill(chunk, (byte) '#');
        }

        void end() {
            splitter.end(this::event);
        }

        private void event(SseEvent event) {
            Step step = reader.read(event);
            if (step == Step.FORWARD || step == Step.USAGE_ONLY || step == Step.LAST) {
                forwarded.writeBytes(event.copyUnnamed());
            }
            events.add(step.name().toLowerCase(Locale.ROOT) + " > " + words(reader.summary()));
            if (reader.estimatedOutput() < estimated) {
                throw new AssertionError("the estimate fell");
            }
            estimated = reader.estimatedOutput();
        }

        String outcome() {
            return events + " " + reader.summary();
        }
    }

    static String words(AnswerSummary summary) {
        return (summary.complete() ? "complete" : "cut")
                + (summary.refused() ? " refused" : "")
                + switch (summary.usage()) {
                    case UsageReading.Reported _ -> " reported";
                    case UsageReading.Missing _ -> " missing";
                    case UsageReading.Implausible _ -> " implausible";
                };
    }

    /** Usage in the words of the expectation. */
    static Object usage(UsageReading reading) {
        return switch (reading) {
            case UsageReading.Missing _ -> "missing";
            case UsageReading.Implausible(_, var why, _) -> "implausible: " + why;
            case UsageReading.Reported(var usage, _, _) -> {
                Map<String, Long> units = new TreeMap<>();
                for (Map.Entry<Dimension, Long> entry : usage.nonZero().entrySet()) {
                    units.put(entry.getKey().key(), entry.getValue());
                }
                yield units;
            }
        };
    }

    Object expectedUsage() {
        JsonNode usage = expected.get("usage");
        if (usage.isString()) {
            return usage.asString();
        }
        Map<String, Long> units = new TreeMap<>();
        usage.properties().forEach(entry -> units.put(entry.getKey(), entry.getValue().asLong()));
        return units;
    }

    boolean says(String name) {
        return expected.has(name);
    }

    String tier() {
        return expected.has("tier") ? expected.get("tier").asString() : "";
    }
}
